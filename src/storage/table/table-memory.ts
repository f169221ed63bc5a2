import type { Budget } from "../../core/values/budget.ts";

/** The weight of a cell has room for a name of so many characters: a JSON answer repeats the columns' names in each row. */
const SHORT_NAME = 16;

/** V8 keeps objects of more members as hash tables, which take three times the memory. */
const MOST_MEMBERS = 1_000;

/**
 * Charges the rows of a table, before they are made: each has a cell for each column, also where the file has nothing.
 * @throws TaipyError `value_too_large`
 */
export function chargeRows(budget: Pick<Budget, "charge">, columns: readonly string[], rows: number): void {
  const where = `${rows} rows of ${columns.length} columns`;
  budget.charge("rows", rows, "the table");
  budget.charge("cells", rows * columns.length * (columns.length > MOST_MEMBERS ? 3 : 1), where);
  const characters = columns.reduce((sum, { length }) => sum + Math.max(0, length - SHORT_NAME), 0);
  if (characters > 0) budget.charge("characters", rows * characters, `names of columns in ${where}`);
}
