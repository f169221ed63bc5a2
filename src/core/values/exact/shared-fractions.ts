import type { Budget } from "../budget.ts";
import type { Decimal } from "./decimal.ts";
import { WholeFraction } from "./whole-fraction.ts";

/** No larger budget can follow, and this one has no room for the fractions. */
export class NoRoomForFractions extends Error {}

/** A mask. */
const LAST_PLACE = 255;

/** The whole fractions of one value: many numbers are the same, and few others stand between them. */
export class SharedFractions {
  readonly #budget: Budget | null;
  /** How many the budget has room for. It is charged for all at once, which takes less time. */
  readonly #room: number;
  /** By their values; a Map takes -0 for 0. null = only recent ones are shared: to ask a Map each time takes as long as to read. */
  readonly #all: Map<number | "-0", WholeFraction> | null;
  readonly #recentNumbers = new Float64Array(LAST_PLACE + 1).fill(Number.NaN);
  readonly #recent = new Array<WholeFraction | null>(LAST_PLACE + 1).fill(null);
  #made = 0;

  /** @param areAllShared otherwise equal ones may be more than one object, which takes less time */
  constructor(budget: Budget | null, areAllShared: boolean) {
    this.#budget = budget;
    this.#room = budget?.room("fractions") ?? Infinity;
    this.#all = areAllShared ? new Map() : null;
  }

  /**
   * @throws NoRoomForFractions
   * @throws TaipyError `value_too_large` when a larger budget follows
   */
  of(number: number): WholeFraction {
    const place = number & LAST_PLACE;
    const recent = this.#recent[place] ?? null;
    if (recent !== null && Object.is(this.#recentNumbers[place], number)) return recent;
    const fraction = this.#all === null ? this.#newOne(number) : this.#shared(number, this.#all);
    this.#recent[place] = fraction;
    this.#recentNumbers[place] = number;
    return fraction;
  }

  /**
   * Counts a decimal like a fraction of its own.
   * @throws NoRoomForFractions, TaipyError as {@link of} does
   */
  count(decimal: Decimal): Decimal {
    if (this.#made >= this.#room) this.#refuse();
    this.#made += 1;
    return decimal;
  }

  /** Charges the budget for all that are made. */
  charge(): void {
    this.#budget?.charge("fractions", this.#made);
  }

  #shared(number: number, all: Map<number | "-0", WholeFraction>): WholeFraction {
    const key = Object.is(number, -0) ? "-0" : number;
    const known = all.get(key);
    if (known !== undefined) return known;
    const fraction = this.#newOne(number);
    all.set(key, fraction);
    return fraction;
  }

  #newOne(number: number): WholeFraction {
    if (this.#made >= this.#room) this.#refuse();
    this.#made += 1;
    return new WholeFraction(number);
  }

  #refuse(): never {
    if (this.#all !== null && this.#budget?.isFirst === true) this.#budget.charge("fractions", this.#made + 1);
    throw new NoRoomForFractions();
  }
}
