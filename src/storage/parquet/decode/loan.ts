import type { Budget, Expansion } from "../../../core/values/budget.ts";

/** Charges that end together: what a part of the decoding keeps in memory until it is done. */
export class Loan {
  readonly #budget: Budget;
  readonly #charged = new Map<Expansion, number>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @throws TaipyError `value_too_large` */
  charge(kind: Expansion, count: number, where?: string): void {
    if (count === 0) return;
    this.#charged.set(kind, (this.#charged.get(kind) ?? 0) + count);
    this.#budget.charge(kind, count, where);
  }

  repay(): void {
    for (const [kind, count] of this.#charged) this.#budget.release(kind, count);
    this.#charged.clear();
  }
}

/** Either the budget itself, for what stays, or a loan. */
export type Charges = Pick<Loan, "charge">;
