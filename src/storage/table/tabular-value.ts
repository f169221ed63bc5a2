import { TaipyError } from "../../core/errors.ts";
import { numberedNames } from "./column-names.ts";
import { checkCells } from "./limits.ts";

/** A row as readers get it. */
export type Row = Record<string, unknown>;

/** Named columns; every row has one cell for each. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * The table of a written value, as pandas' `DataFrame` takes it: a list of row objects, of lists or of single
 * cells (columns are then "0", "1", …), or an object of columns, in which a single value fills its column.
 * @throws TaipyError `invalid_value` for anything else
 */
export function tableOf(value: unknown): Table {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isObject)) return tableOfRows(value);
    if (value.every(Array.isArray)) return tableOfLists(value);
    if (value.some((item) => Array.isArray(item) || isObject(item))) throw refusal("a list of rows of different kinds");
    return tableOfLists(value.map((cell) => [cell]));
  }
  if (isObject(value)) return tableOfColumns(value);
  throw refusal(value === null ? "null" : `a ${value instanceof Date ? "date" : typeof value}`);
}

/** Rows as objects. */
export function rowsOf({ columns, rows }: Table): Row[] {
  // Assigning to `__proto__` would change the row's prototype instead of adding a column.
  if (columns.includes("__proto__")) {
    return rows.map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index]])));
  }
  return rows.map((cells) => {
    const row: Row = {};
    for (const [index, column] of columns.entries()) row[column] = cells[index];
    return row;
  });
}

function tableOfRows(objects: readonly Row[]): Table {
  const names = new Set<string>();
  for (const row of objects) for (const name of Object.keys(row)) names.add(name);
  const columns = [...names];
  checkCells(columns.length, objects.length);
  // A row may lack a column whose name every object inherits, such as `constructor`.
  const rows = objects.map((row) => columns.map((column) => (Object.hasOwn(row, column) ? row[column] : null)));
  return { columns, rows };
}

function tableOfLists(lists: readonly (readonly unknown[])[]): Table {
  const width = lists.reduce((widest, list) => Math.max(widest, list.length), 0);
  checkCells(width, lists.length);
  const columns = numberedNames(width);
  return { columns, rows: lists.map((list) => columns.map((_, index) => list[index] ?? null)) };
}

function tableOfColumns(object: Row): Table {
  const columns = Object.keys(object);
  const lengths = new Set(Object.values(object).flatMap((cells) => (Array.isArray(cells) ? [cells.length] : [])));
  if (lengths.size > 1) throw refusal(`columns of different lengths (${[...lengths].join(", ")})`);
  const [length] = lengths;
  if (length === undefined && columns.length > 0) throw refusal("an object without a list");
  checkCells(columns.length, length ?? 0);
  const cellAt = (cells: unknown, index: number) => (Array.isArray(cells) ? cells[index] : cells);
  const rows = Array.from({ length: length ?? 0 }, (_, index) =>
    columns.map((column) => cellAt(object[column], index)),
  );
  return { columns, rows };
}

function isObject(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const refusal = (what: string) =>
  new TaipyError(
    "invalid_value",
    `A table is a list of row objects, a list of lists, or an object of columns of equal length; this is ${what}.`,
  );
