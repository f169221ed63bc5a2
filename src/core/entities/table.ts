import type { Fields, Kind, RowOf } from "./fields.ts";

/** How a column is held in SQL: JSON as text, booleans as 0 and 1. */
export type ColumnKind = "text" | "number" | "boolean" | "json";

/** The table of an entity. Identifiers in SQL come from descriptors like this one and from nowhere else. */
export interface Table<Row> {
  readonly name: string;
  readonly key: readonly (keyof Row & string)[];
  readonly columns: Readonly<Record<keyof Row & string, ColumnKind>>;
}

const COLUMN_KINDS: Readonly<Partial<Record<Kind, ColumnKind>>> = {
  text: "text",
  time: "text",
  time_with_offset: "text",
  word: "text",
  integer: "number",
  number: "number",
  flag: "boolean",
};

// docs/decisions/017-tables-without-rowid.md
/** The table with a column for each field that has one. */
export function tableOf<const List extends Fields>(
  name: string,
  key: Table<RowOf<List>>["key"],
  fields: List,
): Table<RowOf<List>> {
  const columns = Object.entries(fields)
    .filter(([, { column }]) => column)
    .map(([column, { kind }]) => [column, COLUMN_KINDS[kind] ?? "json"]);
  return { name, key, columns: Object.fromEntries(columns) };
}
