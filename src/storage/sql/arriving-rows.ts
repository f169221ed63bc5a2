import type { Budget } from "../../core/values/budget.ts";
import { chargeValue } from "../../core/values/charge-value.ts";
import { columnOrder, inOrder } from "../../core/values/columns/column-order.ts";
import { chargeRows } from "../table/table-memory.ts";
import type { Row } from "../table/tabular-value.ts";

/** Rows of a database, charged one by one while they arrive. */
export class ArrivingRows {
  readonly rows: Row[] = [];
  readonly #budget: Budget;
  #columns: readonly string[] | null = null;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @throws TaipyError `value_too_large`: no further row fits */
  add(row: Row): void {
    this.#columns ??= Object.keys(row);
    chargeRows(this.#budget, this.#columns, 1);
    const where = `row ${this.rows.length + 1}`;
    for (const name of this.#columns) {
      const cell = plainBytes(row[name]);
      row[name] = cell;
      if (typeof cell === "string") this.#budget.charge("characters", cell.length, where);
      else if (typeof cell === "object" && cell !== null) chargeValue(this.#budget, cell, where);
    }
    this.rows.push(row);
  }

  /** All rows, when all have arrived; they keep the order of these columns. */
  under(columns: readonly { readonly name: string }[]): Row[] {
    const order = columnOrder(columns.map(({ name }) => name));
    if (order !== null) for (const row of this.rows) inOrder(row, order);
    return this.rows;
  }
}

/** Drivers make a Node.js Buffer, which is an object in JSON. */
const plainBytes = (cell: unknown): unknown =>
  cell instanceof Uint8Array ? new Uint8Array(cell.buffer, cell.byteOffset, cell.byteLength) : cell;
