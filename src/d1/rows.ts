import type { Table } from "../core/entities/table.ts";

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
