import type { Budget } from "../../core/values/budget.ts";
import type { Row } from "../table/tabular-value.ts";
import type { Selection } from "../types.ts";
import type { Column, Database, Dialect, Scalar, Statement } from "./database.ts";
import { columnNamed, whereClause } from "./where-clause.ts";

/**
 * The selected part of a source: a quoted table or a query in parentheses. The engine does the filtering. It sends at most one
 * row more than fits into memory.
 * @param orderOf makes the ORDER BY of a page
 * @throws TaipyError `invalid_filter` for columns that do not exist, `value_too_large`
 */
export async function select(
  database: Database,
  source: string,
  selection: Selection,
  budget: Budget,
  orderOf: (() => Promise<string>) | null = null,
): Promise<readonly Row[]> {
  const needsColumns = selection.filter !== null || selection.columns !== null;
  const columns = needsColumns ? await columnsOf(database, source, budget) : [];
  const limit = Math.min(selection.limit ?? Infinity, budget.room("rows") + 1);
  // Without an order, pages may have a row twice and lack another one.
  const order = orderOf !== null && isPage(selection) ? await orderOf() : "";
  const statement = selectStatement(database, { source, order }, columns, { ...selection, limit });
  const { rows } = await database.query(statement, budget);
  return rows;
}

const isPage = ({ limit, offset }: Selection): boolean => limit !== null || offset > 0;

/** A count that takes longer is given up: the rows are the answer. */
const COUNT_LIMIT_MS = 2_000;

/**
 * The number of all rows that match the selection's filter; null when the count takes too long, or reads more rows than the
 * engine's bound.
 */
export async function countOf(
  database: Database,
  source: string,
  { filter }: Selection,
  budget: Budget,
): Promise<number | null> {
  const { dialect } = database;
  const columns = filter === null ? [] : await columnsOf(database, source, budget);
  const { where, parameters } = whereOf(dialect, filter, columns);
  const isBounded = dialect.mostCounted < Infinity;
  const sql = isBounded
    ? `SELECT count(*) AS n FROM (SELECT 1 AS one FROM ${source}${where}${dialect.page(dialect.mostCounted + 1, 0)}) AS q`
    : `SELECT count(*) AS n FROM ${source}${where}`;
  const { rows } = await database.query({ sql, parameters }, budget, COUNT_LIMIT_MS);
  const count = Number(rows[0]?.n);
  return count <= dialect.mostCounted ? count : null;
}

/** The real columns of a source, without its rows. */
export async function columnsOf(database: Database, source: string, budget: Budget): Promise<readonly Column[]> {
  const { columns } = await database.query({ sql: `SELECT * FROM ${source} LIMIT 0`, parameters: [] }, budget);
  return columns;
}

function selectStatement(
  { dialect }: Database,
  { source, order }: { readonly source: string; readonly order: string },
  columns: readonly Column[],
  selection: Selection,
): Statement {
  const wanted = selection.columns?.map((name) => dialect.quote(columnNamed(name, columns).name)).join(", ") ?? "*";
  const { where, parameters } = whereOf(dialect, selection.filter, columns);
  return {
    sql: `SELECT ${wanted} FROM ${source}${where}${order}${dialect.page(selection.limit, selection.offset)}`,
    parameters,
  };
}

function whereOf(dialect: Dialect, filter: Selection["filter"], columns: readonly Column[]) {
  const values: Scalar[] = [];
  const bind = (value: Scalar) => dialect.placeholder(values.push(value));
  const where = filter === null ? "" : ` WHERE ${whereClause(filter, columns, dialect, bind)}`;
  return { where, parameters: dialect.parameters(values) };
}
