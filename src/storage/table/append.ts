import { TaipyError } from "../../core/errors.ts";
import { cut, listed } from "../../core/listed.ts";
import type { Budget } from "../../core/values/budget.ts";
import { hasColumnOrder } from "../../core/values/columns/column-order.ts";
import { numberedNames } from "./column-names.ts";
import { chargeRows } from "./table-memory.ts";
import type { Table } from "./tabular-value.ts";

/**
 * The rows of a table in the columns of another one, to be appended to its rows. Cells go to the column of their name; cells
 * of lists, whose columns have no names, to the column of their index. A column that the table lacks is null.
 * @throws TaipyError `invalid_value` for a column that the other table does not have, `value_too_large`
 */
export function rowsUnder(columns: readonly string[], table: Table, budget: Budget): Table["rows"] {
  chargeRows(budget, columns, table.rows.length);
  const indexOf = new Map(table.columns.map((name, index) => [name, index]));
  const known = new Set(columns);
  const unknown = table.columns.find((name) => !known.has(name));
  const byIndex = () => table.rows.map((cells) => columns.map((_, index) => cells[index] ?? null));
  if (table.isOfLists === true && table.columns.length <= columns.length) return byIndex();
  if (unknown === undefined) {
    const indexes = columns.map((name) => indexOf.get(name));
    return table.rows.map((cells) => indexes.map((index) => (index === undefined ? null : cells[index])));
  }
  if (isNumbered(table.columns) && table.columns.length <= columns.length) {
    return byIndex();
  }
  throw new TaipyError(
    "invalid_value",
    `The rows have a column "${cut(unknown ?? "")}" that the table lacks. Columns: ${listed(columns)}.`,
  );
}

/**
 * A table that replaces another one, with the columns that both have in the order of the present one, if the order that the caller
 * has given is lost: JSON and JavaScript don't keep it for columns that are named by numbers.
 */
export function underPresent(table: Table, value: unknown, present: readonly string[]): Table {
  const { columns, rows } = table;
  if (!hasLostOrder(table, value)) return table;
  const indexOf = new Map(columns.map((name, index) => [name, index]));
  const order = [...new Set([...present.filter((name) => indexOf.has(name)), ...columns])];
  const indexes = order.map((name) => indexOf.get(name) ?? 0);
  return { columns: order, rows: rows.map((cells) => indexes.map((index) => cells[index])) };
}

/** Whether JSON or JavaScript may have changed the order of a value's columns. */
export const hasLostOrder = ({ columns }: Table, value: unknown): boolean =>
  columns.some((name) => name >= "0" && name < ":") && !hasColumnOrder(value);

const isNumbered = (columns: readonly string[]) =>
  numberedNames(columns.length).every((name, index) => name === columns[index]);
