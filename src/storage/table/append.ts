import { TaipyError } from "../../core/errors.ts";
import { numberedNames } from "./column-names.ts";
import type { Table } from "./table.ts";

/**
 * The rows of a table in the columns of another one, to be put below its rows. Cells go by the names of their columns;
 * those of lists, whose columns have no names, by their places. A column that the table lacks is null.
 * @throws TaipyError `invalid_value` for a column that the other table does not have
 */
export function rowsUnder(columns: readonly string[], table: Table): Table["rows"] {
  const placeOf = new Map(table.columns.map((name, place) => [name, place]));
  const known = new Set(columns);
  const unknown = table.columns.find((name) => !known.has(name));
  if (unknown === undefined) {
    const places = columns.map((name) => placeOf.get(name));
    return table.rows.map((cells) => places.map((place) => (place === undefined ? null : cells[place])));
  }
  if (isNumbered(table.columns) && table.columns.length <= columns.length) {
    return table.rows.map((cells) => columns.map((_, place) => cells[place] ?? null));
  }
  throw new TaipyError(
    "invalid_value",
    `The rows have a column "${unknown}" that the table lacks. Columns: ${columns.join(", ")}.`,
  );
}

const isNumbered = (columns: readonly string[]) =>
  numberedNames(columns.length).every((name, place) => name === columns[place]);
