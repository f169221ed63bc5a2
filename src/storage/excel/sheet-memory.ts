import type { Budget } from "../../core/values/budget.ts";
import { chargeRows } from "../table/table-memory.ts";

/** What V8 keeps beside the characters of a text, in characters. */
const TEXT_HEADER = 4;

/** A row is a list before it is an object: the lists that V8 has not collected yet are a third of the cells. */
const LISTS = 1 / 3;

/** Charges the rows of a sheet, by a reader or for one. @throws TaipyError `value_too_large` */
export function chargeSheet(budget: Budget, columns: readonly string[], rows: number, where: string): void {
  chargeRows(budget, columns, rows);
  budget.charge("cells", Math.ceil(rows * columns.length * LISTS), where);
}

/** Charges what a cell holds: a text that many cells share takes memory in the answer for each of them. */
export function chargeCell(budget: Budget, cell: unknown, where: string): void {
  if (typeof cell === "string") budget.charge("characters", cell.length + TEXT_HEADER, where);
  else if (cell instanceof Date) budget.charge("dates", 1, where);
}
