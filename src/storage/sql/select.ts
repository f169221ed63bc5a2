import type { Budget } from "../../core/values/budget.ts";
import type { Row } from "../table/tabular-value.ts";
import type { Selection } from "../types.ts";
import type { Column, Database, Scalar, Statement } from "./database.ts";
import { columnNamed, whereClause } from "./where-clause.ts";

/**
 * The selected part of a source: a quoted table or a query in parentheses. The engine does the filtering. It sends at most one
 * row more than fits into memory.
 * @throws TaipyError `invalid_filter` for columns that do not exist, `value_too_large`
 */
export async function select(
  database: Database,
  source: string,
  selection: Selection,
  budget: Budget,
): Promise<readonly Row[]> {
  const needsColumns = selection.filter !== null || selection.columns !== null;
  const columns = needsColumns ? await columnsOf(database, source, budget) : [];
  const limit = Math.min(selection.limit ?? Infinity, budget.room("rows") + 1);
  const { rows } = await database.query(selectStatement(database, source, columns, { ...selection, limit }), budget);
  return rows;
}

/** The real columns of a source, without its rows. */
export async function columnsOf(database: Database, source: string, budget: Budget): Promise<readonly Column[]> {
  const { columns } = await database.query({ sql: `SELECT * FROM ${source} LIMIT 0`, parameters: [] }, budget);
  return columns;
}

function selectStatement(
  { dialect }: Database,
  source: string,
  columns: readonly Column[],
  selection: Selection,
): Statement {
  const values: Scalar[] = [];
  const bind = (value: Scalar) => dialect.placeholder(values.push(value));
  const wanted = selection.columns?.map((name) => dialect.quote(columnNamed(name, columns).name)).join(", ") ?? "*";
  const { filter } = selection;
  const where = filter === null ? "" : ` WHERE ${whereClause(filter, columns, dialect, bind)}`;
  const sql = `SELECT ${wanted} FROM ${source}${where}${dialect.page(selection.limit, selection.offset)}`;
  return { sql, parameters: dialect.parameters(values) };
}
