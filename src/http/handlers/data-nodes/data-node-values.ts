import * as z from "zod";
import type { DataNodeSnapshot } from "../../../core/entities/data-node.ts";
import { TaipyError } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { parseFilter } from "../../../core/values/filter.ts";
import { jsonError, jsonErrorText } from "../../../core/values/json-error.ts";
import type { Selection } from "../../../core/values/selection.ts";
import { checkValue } from "../../../usecases/data-nodes/check-value.ts";
import { readAsOf } from "../../../usecases/data-nodes/read-as-of.ts";
import { BODY_LIMIT } from "../../input/body.ts";
import { parsePythonJson } from "../../input/python-json.ts";
import { columnNames, flag, Moment, wholeNumber } from "../../input/query.ts";
import { taggedValueAnswer, valueAnswer } from "../../output/value-answer.ts";
import { type Action, action, type Call } from "../../pipeline/action.ts";
import type { AnswerContract } from "../../pipeline/endpoint.ts";

const MAX_ROWS = 999_999_999;

/** `operators` may have any length: it is a list of conditions as JSON. */
const ReadQuery = lazySchema(() =>
  z.object({
    operators: z.string().optional().describe("The conditions of a filter as a JSON list. Not with a body."),
    join_operator: z.string().optional().describe("How the conditions are joined: `AND` or `OR`. Not with a body."),
    limit: wholeNumber(0, MAX_ROWS).describe("How many rows are read."),
    offset: wholeNumber(0, MAX_ROWS).describe("How many rows are left out before the first."),
    columns: columnNames().describe("The columns that are read, with commas between them."),
    ...Moment().shape,
    check: flag().describe("Whether all of the value must fit the schema of the data node, else 422."),
  }),
);
type ReadQuery = z.output<ReturnType<typeof ReadQuery>>;

interface Reading {
  readonly answer: AnswerContract;
  readonly answerWith: (call: Call, dataNode: DataNodeSnapshot, selection: Selection) => Promise<Response>;
}

/**
 * The value of a data node, now or as it was (`edit` or `at`); filtered by the body or by `operators` (JSON) and
 * `join_operator`. Of a table only the requested rows and columns.
 */
function valueAction({ answer, answerWith }: Reading): Action {
  return action({
    query: ReadQuery,
    body: { kind: "filter", limit: BODY_LIMIT },
    answer,
    description: "All of it, or the requested rows and columns. `data` is null when there is no value.",
    errors: [
      "data_node_not_found",
      "edit_not_found",
      "edit_value_removed",
      "value_outside",
      "validation_failed",
      "invalid_filter",
      "invalid_value",
      "value_too_large",
      "schema_mismatch",
      "memory_busy",
      "payload_missing",
      "payload_gone",
      "storage_unavailable",
      "storage_misconfigured",
    ],
    handle: async (call, query, body) => {
      const { deps, id } = call;
      const given = filterInput(body, query);
      const filter = parseFilter(given, call.view === "taipy" ? "AND" : null);
      const { edit, at, columns = null, offset = 0, limit = null } = query;
      const dataNode = await readAsOf(deps, id, { edit, at });
      if (query.check === true) await checkValue(deps, dataNode);
      const answer = answerWith(call, dataNode, { filter, columns, offset, limit });
      // The platform stops a request whose client has gone; this one ends first, because a large value gives up its turn then.
      call.exchange.waitUntil(answer.catch(() => {}));
      return answer;
    },
  });
}

export const readValueAction = valueAction({ answer: { kind: "taggedValue" }, answerWith: taggedValueAnswer });
/** The same for clients that can't send a body with GET. */
export const filterValueAction = valueAction({ answer: { kind: "value" }, answerWith: valueAnswer });

/** Taipy takes a body that Python counts as false for no filter. */
function filterInput(body: unknown, { operators, join_operator }: ReadQuery): unknown {
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
  const parsed = parsePythonJson(operators, "exact");
  if (parsed.ok) return parsed.value;
  const where = parsed.reason === "malformed" ? `; it is not JSON ${jsonErrorText(jsonError(operators, true))}` : ".";
  throw new TaipyError("invalid_filter", `The query parameter 'operators' must be a JSON list of conditions${where}`);
}
