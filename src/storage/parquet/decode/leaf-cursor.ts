import type { Budget } from "../../../core/values/budget.ts";
import type { Unpack } from "../unpack/codecs.ts";
import { type Chunk, Pages, type Values } from "./column-pages.ts";
import { Loan } from "./loan.ts";

/** Walks over the values of a leaf, with one page in memory at a time. */
export class LeafCursor {
  /** Levels of the value that comes next; -1 after the last one. */
  repetition = -1;
  definition = -1;
  readonly #pages: Pages;
  readonly #maxDefinition: number;
  readonly #budget: Budget;
  #loan: Loan;
  #values: Values | null = null;
  #at = 0;
  /** Among the values that are present. */
  #valueAt = 0;

  constructor(chunk: Chunk, unpack: Unpack, budget: Budget) {
    this.#pages = new Pages(chunk, unpack, budget);
    this.#maxDefinition = chunk.leaf.maxDefinition;
    this.#budget = budget;
    this.#loan = new Loan(budget);
  }

  /** Goes to the first value after so many rows. Pages that know their rows are not unpacked before it. */
  start(rows: number): void {
    let skipped = 0;
    let first = true;
    for (;;) {
      const page = this.#pages.next(this.#loan);
      if (page === null) return;
      if (first && page.rows !== null && skipped + page.rows <= rows) {
        skipped += page.rows;
        this.#loan.repay();
        continue;
      }
      first = false;
      if (page.values === 0) continue;
      this.#open(this.#pages.decode(page, this.#loan));
      break;
    }
    for (; skipped < rows && this.repetition >= 0; skipped += 1) this.skipRow();
  }

  skipRow(): void {
    do this.skip();
    while (this.repetition > 0);
  }

  /** The cell of the value, which is present; goes to the next one. @throws Error when it is missing */
  take(): unknown {
    if (this.definition !== this.#maxDefinition || this.#values === null) {
      throw new Error(
        this.repetition < 0 ? "it has fewer rows than the row group declares" : "its members have different rows",
      );
    }
    const { data, read } = this.#values;
    const stored: unknown = data[this.#valueAt];
    const cell = read === null ? stored : read(stored);
    this.skip();
    return cell;
  }

  skip(): void {
    if (this.definition === this.#maxDefinition) this.#valueAt += 1;
    this.#at += 1;
    if (this.#values !== null && this.#at < this.#values.count) this.#show(this.#values);
    else this.#turn();
  }

  close(): void {
    this.#pages.close();
    this.#loan.repay();
  }

  #turn(): void {
    this.#values = null;
    this.repetition = -1;
    this.definition = -1;
    this.#loan.repay();
    this.#loan = new Loan(this.#budget);
    let page = this.#pages.next(this.#loan);
    while (page?.values === 0) page = this.#pages.next(this.#loan);
    if (page !== null) this.#open(this.#pages.decode(page, this.#loan));
  }

  #open(values: Values): void {
    this.#values = values;
    this.#at = 0;
    this.#valueAt = 0;
    this.#show(values);
  }

  #show({ repetitions, definitions }: Values): void {
    this.repetition = repetitions?.[this.#at] ?? 0;
    this.definition = definitions?.[this.#at] ?? this.#maxDefinition;
  }
}
