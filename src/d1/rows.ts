import type { Table } from "../core/entities/table.ts";
import type { Page } from "../core/ports/entity-reader.ts";

export type SqlRow = Record<string, unknown>;

/** `alias.a, alias.b, …`: every column of a table. */
export const columnsOf = <Row>(table: Table<Row>, alias: string): string =>
  Object.keys(table.columns)
    .map((column) => `${alias}.${column}`)
    .join(", ");

/** An entity from the row that holds it. Rows are trusted: only this code writes them. */
export function decodeRow<Row>(table: Table<Row>, record: SqlRow): Row {
  const row: SqlRow = {};
  for (const [column, kind] of Object.entries(table.columns)) {
    const value = record[column];
    row[column] = kind === "json" ? JSON.parse(String(value)) : kind === "boolean" ? value === 1 : value;
  }
  return row as Row;
}

/** The row with an id. */
export async function readRow<Row>(db: D1Database, table: Table<Row>, id: string): Promise<Row | null> {
  const found = await db
    .prepare(`SELECT ${columnsOf(table, "t")} FROM ${table.name} AS t WHERE t.id = ?`)
    .bind(id)
    .first<SqlRow>();
  return found === null ? null : decodeRow(table, found);
}

/** A page from its rows and, when there are more, the first one of the next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => string,
  json: (row: Row) => string = (row) => JSON.stringify(row),
): Page {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    text: shown.map(json).join(", "),
    count: shown.length,
    next: rows.length > limit && last !== undefined ? key(last) : null,
  };
}
