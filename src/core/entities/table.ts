/** How a column is held in SQL: JSON as text, booleans as 0 and 1. */
export type ColumnKind = "text" | "number" | "boolean" | "json";

/** The table of an entity. Identifiers in SQL come from descriptors like this one and from nowhere else. */
export interface Table<Row> {
  readonly name: string;
  readonly key: readonly (keyof Row & string)[];
  readonly columns: Readonly<Record<keyof Row & string, ColumnKind>>;
}

export function table<Row>(name: string, key: Table<Row>["key"], columns: Table<Row>["columns"]): Table<Row> {
  return { name, key, columns };
}
