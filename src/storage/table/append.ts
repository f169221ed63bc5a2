import { TaipyError } from "../../core/errors.ts";
import { cut, listed } from "../../core/listed.ts";
import type { Budget } from "../../core/values/budget.ts";
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
  if (unknown === undefined) {
    const indexes = columns.map((name) => indexOf.get(name));
    return table.rows.map((cells) => indexes.map((index) => (index === undefined ? null : cells[index])));
  }
  if (isNumbered(table.columns) && table.columns.length <= columns.length) {
    return table.rows.map((cells) => columns.map((_, index) => cells[index] ?? null));
  }
  throw new TaipyError(
    "invalid_value",
    `The rows have a column "${cut(unknown ?? "")}" that the table lacks. Columns: ${listed(columns)}.`,
  );
}

const isNumbered = (columns: readonly string[]) =>
  numberedNames(columns.length).every((name, index) => name === columns[index]);
