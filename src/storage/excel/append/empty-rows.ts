import type { Charging } from "../sheet-memory.ts";
import { attribute } from "../xml/xml-text.ts";

/** A cell without a value, such as one that has a style. */
export interface EmptyCell {
  readonly column: number;
  readonly style: number;
  readonly start: number;
  end: number;
  /** Its formula has no value yet, or an empty one. */
  hasFormula: boolean;
}

/** A row without values, and where it lies in the text of the sheet. */
export interface EmptyRow {
  readonly tag: string;
  readonly start: number;
  /** Where the opening tag ends. */
  readonly end: number;
  /** `start` when it has one tag. */
  closeStart: number;
  closeEnd: number;
  readonly cells: EmptyCell[];
}

/** Collects the rows without values that stand behind the last one with some. */
export class EmptyRows {
  readonly rows = new Map<number, EmptyRow>();
  readonly #budget: Charging;
  readonly #where: string;
  readonly #room: number;
  #index = -1;
  #isEmpty = false;
  /** null = the row has a value, or no room is left for it. */
  #row: EmptyRow | null = null;
  #cell: EmptyCell | null = null;
  #charged = 0;

  /** @param room how many rows are collected at most */
  constructor(budget: Charging, where: string, room: number) {
    this.#budget = budget;
    this.#where = where;
    this.#room = room;
  }

  openRow(index: number, tag: string, start: number, end: number): void {
    this.#index = index;
    this.#isEmpty = true;
    this.#row = null;
    if (this.rows.size >= this.#room) return;
    this.#row = { tag, start, end, closeStart: start, closeEnd: end, cells: [] };
    this.#charge(1);
  }

  openCell(column: number, tag: string, start: number): void {
    if (this.#row === null) return;
    this.#charge(1);
    this.#cell = { column, style: Number(attribute(tag, "s") ?? -1), start, end: start, hasFormula: false };
    this.#row.cells.push(this.#cell);
  }

  seeFormula(): void {
    if (this.#cell !== null) this.#cell.hasFormula = true;
  }

  closeCell(end: number): void {
    if (this.#cell !== null) this.#cell.end = end;
    this.#cell = null;
  }

  /** The row that is open has a value: none before it counts. */
  fillRow(): void {
    if (!this.#isEmpty) return;
    this.#isEmpty = false;
    this.#row = null;
    this.#cell = null;
    this.rows.clear();
    this.#budget.release("cells", this.#charged);
    this.#charged = 0;
  }

  /** Whether the row that ends has a value. */
  closeRow(start: number, end: number): boolean {
    if (this.#row !== null) {
      this.#row.closeStart = start;
      this.#row.closeEnd = end;
      this.rows.set(this.#index, this.#row);
    }
    return !this.#isEmpty;
  }

  #charge(count: number): void {
    this.#charged += count;
    this.#budget.charge("cells", count, this.#where);
  }
}
