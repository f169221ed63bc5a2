import { z } from "zod";
import type { StorageTypeName } from "../../core/entities/data-node.ts";
import { TaipyError, unwrap } from "../../core/errors.ts";
import { filterValue, parseFilter } from "../../core/rules/filter.ts";
import { action } from "../action.ts";
import { jsonText, storedAnswer } from "../answers.ts";
import { BODY_LIMIT, readJson, readLenientJson, readOptionalJson, VALUE_LIMIT } from "../body.ts";
import { existing } from "../entity-names.ts";
import type { Action, Call } from "../exchange.ts";
import { type Integers, parseJson } from "../json-text.ts";
import { jsonOfValue } from "../json-value.ts";
import { text } from "../query.ts";

/** Their values are tables: a filter names columns, and an unknown column is an error. */
const TABULAR: ReadonlySet<StorageTypeName> = new Set(["csv", "excel", "parquet", "sql_table", "sql"]);

/** Not constrained: a list of conditions as JSON is as long as it needs to be. */
const FilterQuery = z.object({ operators: z.string().optional(), join_operator: z.string().optional() });

type ReadBody = (request: Request, limit: number, integers: Integers) => Promise<unknown>;

/** The value of a data node, filtered by the body or by the query parameters `operators` (JSON) and `join_operator`. */
function readValue(readBody: ReadBody): Action {
  return action({
    query: FilterQuery,
    body: { kind: "filter", limit: BODY_LIMIT },
    answer: { kind: "value" },
    handle: async ({ services, id, request }, query) => {
      const filter = parseFilter(filterInput(await readBody(request, BODY_LIMIT, "exact"), query));
      const dataNode = existing("data_node", id, await services.directory.dataNode(id));
      const value = await services.values.read(dataNode);
      if (value === undefined) return jsonText('{"data": null}');
      const shape = TABULAR.has(dataNode.storage_type) ? "table" : "plain";
      return jsonText(`{"data": ${jsonOfValue(filter === null ? value : filterValue(value, filter, shape))}}`);
    },
  });
}

/** Taipy ignores what it can't read in the body of a GET. */
export const readDataNode = readValue(readLenientJson);
/** The same for clients that can't send a body with GET; here a body that can't be read is an error. */
export const filterDataNode = readValue(readOptionalJson);

/** What Python calls false is no filter to Taipy. */
function filterInput(body: unknown, { operators, join_operator }: z.output<typeof FilterQuery>): unknown {
  const given = isNothing(body) ? null : body;
  if (operators === undefined && join_operator === undefined) return given;
  if (given !== null) {
    throw new TaipyError("invalid_filter", "Give the filter in the body or in the query string, not in both.");
  }
  return {
    ...(operators === undefined ? {} : { operators: parseOperators(operators) }),
    ...(join_operator === undefined ? {} : { join_operator }),
  };
}

function isNothing(body: unknown): boolean {
  if (typeof body === "object" && body !== null) return Object.keys(body).length === 0;
  return body === undefined || body === null || body === false || body === 0 || body === "";
}

function parseOperators(operators: string): unknown {
  const parsed = parseJson(operators, "exact");
  if (parsed.ok) return parsed.value;
  throw new TaipyError("invalid_filter", "The query parameter 'operators' must be a JSON list of conditions.");
}

const Authorship = z.object({ editor_id: text, comment: text });

/** Replaces the value. The body is checked before the data node is looked up, as Taipy does. */
export const writeDataNode = action({
  query: Authorship,
  body: { kind: "value", limit: VALUE_LIMIT },
  answer: { kind: "message" },
  handle: async ({ services, id, request }: Call, { editor_id = null, comment = null }) => {
    const value = await readJson(request, VALUE_LIMIT, "exact");
    const data_node = existing("data_node", id, await services.directory.dataNode(id));
    const payload = await services.values.write(data_node, value);
    const orchestrator = services.orchestrators(data_node.domain);
    const { stored } = unwrap(await orchestrator.writeDataNode({ data_node, payload, editor_id, comment }));
    return storedAnswer(stored, { message: `Data node ${id} was successfully written.` });
  },
});
