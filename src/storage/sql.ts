import { TaipyError } from "../core/errors.ts";
import type { AnyQueryBuilder, SqlQuery } from "../core/storage-options/sql-options.ts";
import { configurationOf } from "./settings/node-settings.ts";
import type { Statement } from "./sql/database.ts";
import { select } from "./sql/select.ts";
import { withDatabase } from "./sql/with-database.ts";
import { OUTSIDE, type StorageContext, type StorageType } from "./types.ts";

/**
 * The rows of `read_query`. A write runs the statements that `write_query_builder` returns for the value, an append those of
 * `append_query_builder`: one statement or several, in one transaction.
 */
export const sql: StorageType = {
  async read(context) {
    const { rows } = await withDatabase(context, (database) =>
      database.query({ sql: readQuery(context), parameters: [] }, context.budget),
    );
    return rows;
  },

  async write(context, value) {
    await run(context, "write_query_builder", value);
    return OUTSIDE;
  },

  async append(context, _ref, value) {
    await run(context, "append_query_builder", value);
    return OUTSIDE;
  },

  async select(context, _ref, selection) {
    return withDatabase(context, (database) =>
      select(database, database.dialect.inItsOrder(readQuery(context)), selection, context.budget),
    );
  },
};

/** The query without semicolons and blanks at its end. */
function readQuery(context: StorageContext): string {
  const query = String(configurationOf(context).properties.read_query);
  let end = query.length;
  while (end > 0 && /[\s;]/.test(query[end - 1] ?? "")) end -= 1;
  return query.slice(0, end);
}

async function run(context: StorageContext, builderName: string, value: unknown): Promise<void> {
  const { id, functions = {} } = configurationOf(context);
  const builder = functions[builderName] as AnyQueryBuilder | undefined;
  if (builder === undefined) {
    throw new TaipyError("invalid_value", `The data node config ${id} has no ${builderName}: it can't do that.`);
  }
  const statements = statementsOf(builder(value), builderName);
  await withDatabase(context, (database) => database.transaction(() => statements));
}

function statementsOf(built: unknown, builderName: string): readonly Statement[] {
  if (isQuery(built)) return [statementOf(built)];
  if (Array.isArray(built) && built.every(isQuery)) return built.map(statementOf);
  const message = `The ${builderName} must return a statement, a list [statement, parameters], or a list of these.`;
  throw new TaipyError("invalid_value", message);
}

const isQuery = (built: unknown): built is SqlQuery => typeof built === "string" || isPair(built);

/** `[statement, parameters]`. A parameter is never a list: with a list among the parameters it is a list of two statements. */
const isPair = (built: unknown): boolean =>
  Array.isArray(built) &&
  built.length === 2 &&
  typeof built[0] === "string" &&
  Array.isArray(built[1]) &&
  !built[1].some(Array.isArray);

const statementOf = (query: SqlQuery): Statement =>
  typeof query === "string" ? { sql: query, parameters: [] } : { sql: query[0], parameters: query[1] };
