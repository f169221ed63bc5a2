import { TaipyError } from "../../core/errors.ts";
import { listed } from "../../core/listed.ts";
import type { Budget } from "../../core/values/budget.ts";
import { columnNames, columnOrder, inOrder } from "../../core/values/columns/column-order.ts";
import { numberedNames } from "./column-names.ts";
import { chargeRows } from "./table-memory.ts";

/** A row as readers get it. */
export type Row = Record<string, unknown>;

/** Named columns; every row has one cell for each. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Its rows were lists: the columns have numbers instead of names. */
  readonly isOfLists?: true;
}

/** The table that a written value leaves in a file: null leaves none of its rows and columns, as in pandas. */
export const writtenTable = (value: unknown, budget: Budget): Table => tableOf(value === null ? [] : value, budget);

/**
 * The table of a value, as pandas' `DataFrame` takes it: a list of row objects, of lists or of single cells (columns
 * are then "0", "1", …), or an object of columns, in which a single value fills its column. A column is a list of cells, or an
 * object of cells, of which those with one name make a row.
 * @throws TaipyError `invalid_value` for anything else, `value_too_large` when the cells that rows lack make it too large
 */
export function tableOf(value: unknown, budget: Budget): Table {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isObject)) return tableOfRows(value, budget);
    if (value.every(Array.isArray)) return tableOfLists(value, budget);
    if (value.some((item) => Array.isArray(item) || isObject(item))) throw refusal("a list of rows of different kinds");
    budget.charge("rows", value.length);
    return tableOfLists(
      value.map((cell) => [cell]),
      budget,
    );
  }
  if (isObject(value)) return tableOfColumns(value, budget);
  throw refusal(value === null ? "null" : `a ${value instanceof Date ? "date" : typeof value}`);
}

/**
 * A row of nulls, to be copied and filled. V8 keeps copies as records of one shape; of an object that gets its members one by
 * one it makes a hash table, which takes five times the memory. Parsed, `__proto__` is a member like others.
 */
export function blankRow(columns: readonly string[]): Row {
  const row: Row = JSON.parse(`{${columns.map((column) => `${JSON.stringify(column)}:null`).join(",")}}`);
  return inOrder(row, columnOrder(columns));
}

function tableOfRows(objects: readonly Row[], budget: Budget): Table {
  const columns = columnNamesOf(objects, budget);
  chargeRows(budget, columns, objects.length);
  // A row may lack a column whose name every object inherits, such as `constructor`.
  const rows = objects.map((row) => columns.map((column) => (Object.hasOwn(row, column) ? row[column] : null)));
  return { columns, rows };
}

function columnNamesOf(objects: readonly Row[], budget: Budget): string[] {
  const names = new Set<string>();
  for (const [index, row] of objects.entries()) {
    const known = names.size;
    for (const name of columnNames(row)) names.add(name);
    if (names.size > known) budget.charge("columns", names.size - known, `row ${index + 1}`);
  }
  return [...names];
}

function tableOfLists(lists: readonly (readonly unknown[])[], budget: Budget): Table {
  const width = lists.reduce((widest, list) => Math.max(widest, list.length), 0);
  budget.charge("columns", width);
  const columns = numberedNames(width);
  chargeRows(budget, columns, lists.length);
  return { columns, rows: lists.map((list) => columns.map((_, index) => list[index] ?? null)), isOfLists: true };
}

function tableOfColumns(object: Row, budget: Budget): Table {
  const columns = columnNames(object);
  budget.charge("columns", columns.length);
  const named = Object.values(object).filter(isObject);
  if (named.length > 0) return tableOfNamedCells(object, columns, named, budget);
  const lengths = new Set<number>();
  for (const cells of Object.values(object)) if (Array.isArray(cells)) lengths.add(cells.length);
  if (lengths.size > 1) throw refusal(`columns of different lengths (${listed([...lengths].map(String))})`);
  const [length] = lengths;
  if (length === undefined && columns.length > 0) throw refusal("an object without a list");
  chargeRows(budget, columns, length ?? 0);
  const cellAt = (cells: unknown, index: number) => (Array.isArray(cells) ? cells[index] : cells);
  const rows = Array.from({ length: length ?? 0 }, (_, index) =>
    columns.map((column) => cellAt(object[column], index)),
  );
  return { columns, rows };
}

/** The rows have the order in which their names first come. */
function tableOfNamedCells(object: Row, columns: readonly string[], named: readonly Row[], budget: Budget): Table {
  if (Object.values(object).some(Array.isArray)) throw refusal("an object of lists and objects");
  const names = new Set<string>();
  for (const cells of named) for (const name of Object.keys(cells)) names.add(name);
  chargeRows(budget, columns, names.size);
  const cellAt = (cells: unknown, name: string) => {
    if (!isObject(cells)) return cells;
    return Object.hasOwn(cells, name) ? cells[name] : null;
  };
  return { columns, rows: [...names].map((name) => columns.map((column) => cellAt(object[column], name))) };
}

function isObject(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const refusal = (what: string) =>
  new TaipyError(
    "invalid_value",
    "A table is a list of row objects, of lists or of single cells, or an object of columns: lists of equal length, " +
      `or objects of named cells; this is ${what}.`,
  );
