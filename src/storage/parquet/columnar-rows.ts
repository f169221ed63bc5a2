import { blankRow, type Row } from "../table/tabular-value.ts";
import type { ColumnarRows } from "./read-table.ts";

/** Adds rows of columns to a list of row objects. */
export function addRows(rows: Row[], { names, cells, count }: ColumnarRows): void {
  const blank = blankRow(names);
  for (let index = 0; index < count; index += 1) {
    const row = { ...blank };
    for (let column = 0; column < names.length; column += 1) row[names[column] ?? ""] = cells[column]?.[index];
    rows.push(row);
  }
}
