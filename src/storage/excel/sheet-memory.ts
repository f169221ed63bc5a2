import { cut } from "../../core/listed.ts";
import type { Budget, Expansion } from "../../core/values/budget.ts";
import { chargeRows } from "../table/table-memory.ts";

/** What V8 keeps beside the characters of a text, in characters. */
const TEXT_HEADER = 4;

/** A row is a list before it is an object: the lists that V8 has not collected yet are a third of the cells. */
const LISTS = 1 / 3;

/** Names a sheet in messages. */
export const whereOf = (sheet: string): string => `sheet "${cut(sheet)}"`;

export type Charging = Pick<Budget, "charge" | "release">;
type Where = Parameters<Budget["charge"]>[2];

/** Charges the rows of a sheet, by a reader or for one. @throws TaipyError `value_too_large` */
export function chargeSheet(budget: Charging, columns: readonly string[], rows: number, where: string): void {
  chargeRows(budget, columns, rows);
  chargeLists(budget, columns, rows, where);
}

/** Charges what the rows of a sheet take beyond those of any table. */
export function chargeLists(budget: Charging, columns: readonly string[], rows: number, where: string): void {
  budget.charge("cells", Math.ceil(rows * columns.length * LISTS), where);
}

/** Charges what a cell holds: a text that many cells share takes memory in the answer for each of them. */
export function chargeCell(budget: Charging, cell: unknown, where: Where): void {
  if (typeof cell === "string") budget.charge("characters", cell.length + TEXT_HEADER, where);
  // A date, a time of day or a duration; integers of many digits take no more.
  else if ((typeof cell === "object" && cell !== null) || typeof cell === "bigint") budget.charge("dates", 1, where);
}

/** Counts the rows of a sheet while they come, and charges them as a table. */
export class SheetSize {
  rows = 0;
  width = 0;
  readonly #budget: Charging;
  readonly #where: string;

  constructor(budget: Charging, where: string) {
    this.#budget = budget;
    this.#where = where;
  }

  /** @param index of the row @throws TaipyError `value_too_large` */
  add(index: number, cells: number): void {
    const wider = Math.max(this.width, cells);
    const longer = Math.max(this.rows, index + 1);
    this.#budget.charge("columns", wider - this.width, this.#where);
    this.#budget.charge("rows", longer - this.rows, this.#where);
    this.#budget.charge("cells", wider * longer - this.width * this.rows, this.#where);
    this.width = wider;
    this.rows = longer;
  }

  /** From here on the table counts by its columns, like one of any format. */
  settle(columns: readonly string[], rows: number): void {
    this.#budget.release("rows", this.rows);
    this.#budget.release("cells", this.width * this.rows);
    chargeSheet(this.#budget, columns, rows, this.#where);
  }
}

/** Charges for what is not kept now but by a later reader; all of it is given back at once. */
export class PassingCharges implements Charging {
  readonly #budget: Charging;
  readonly #counts = new Map<Expansion, number>();

  constructor(budget: Charging) {
    this.#budget = budget;
  }

  charge(kind: Expansion, count: number, where?: Where): void {
    this.#budget.charge(kind, count, where);
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }

  release(kind: Expansion, count: number): void {
    this.#budget.release(kind, count);
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) - count);
  }

  releaseAll(): void {
    for (const [kind, count] of this.#counts) this.#budget.release(kind, count);
    this.#counts.clear();
  }
}
