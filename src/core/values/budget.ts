import { TaipyError } from "../errors.ts";

// docs/decisions/051-one-budget-for-decoded-values.md

/**
 * What can make a decoded value larger than its file, and the bytes of memory that one of each takes at most. The figures are
 * estimates that include the copies which a read makes (rows, the answer's text); `npm run memory` holds them against the
 * memory of workerd.
 */
export const EXPANSIONS = {
  containers: { weight: 48, name: "lists and objects" },
  items: { weight: 16, name: "items" },
  members: { weight: 16, name: "members" },
  holes: { weight: 64, name: "missing items" },
  characters: { weight: 2, name: "characters" },
  rows: { weight: 64, name: "rows" },
  columns: { weight: 128, name: "columns" },
  cells: { weight: 38, name: "cells" },
  dates: { weight: 256, name: "dates" },
  sharedTexts: { weight: 48, name: "shared texts" },
  dictionaryEntries: { weight: 32, name: "dictionary entries" },
  fractions: { weight: 96, name: "different fractions without decimals" },
  levels: { weight: 8, name: "levels" },
  digits: { weight: 1, name: "steps to read long integers" },
  unpackedBytes: { weight: 1, name: "unpacked bytes" },
} as const satisfies Readonly<Record<string, { readonly weight: number; readonly name: string }>>;

export type Expansion = keyof typeof EXPANSIONS;

const KINDS = Object.keys(EXPANSIONS) as Expansion[];

/** A refusal names at most so many kinds, the largest ones, and none that takes less than such a part of the memory. */
const MOST_NAMED = 3;
const LEAST_NAMED = 0.1;

const MEBIBYTE = 1_024 * 1_024;

/** Bytes of memory for one decoded value. A Worker has 128 MB in all. */
export const VALUE_MEMORY = 48 * MEBIBYTE;

/**
 * The memory that one value may take while it is decoded. Decoders charge it before they allocate, so that a small file that
 * expands is refused at the same size as a large one.
 */
export class Budget {
  readonly #limit: number;
  #spent = 0;
  /** How many of each kind are charged now. */
  readonly #counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Expansion, number>;
  /** The first charge that was refused, which a library may have hidden behind an error of its own. */
  refusal: TaipyError | null = null;
  /** A value that this budget refuses is decoded again with a larger one. */
  readonly isFirst: boolean;

  /** @param limit bytes of memory */
  constructor(limit = VALUE_MEMORY, { isFirst = false } = {}) {
    this.#limit = limit;
    this.isFirst = isFirst;
  }

  /** Bytes of memory that are left. */
  get left(): number {
    return this.#limit - this.#spent;
  }

  /** How many more of a kind fit. */
  room(kind: Expansion): number {
    return Math.floor(this.left / EXPANSIONS[kind].weight);
  }

  /**
   * @param count how many will be made
   * @param where the place in the value or file, such as `column "a"` or `[1]`; a function when it is called too often to make it
   * @throws TaipyError `value_too_large`
   */
  charge(kind: Expansion, count: number, where?: string | (() => string)): void {
    this.#spent += count * EXPANSIONS[kind].weight;
    this.#counts[kind] += count;
    if (this.#spent <= this.#limit) return;
    this.refusal ??= this.#refusal(typeof where === "function" ? where() : where);
    throw this.refusal;
  }

  /** Gives back what is no longer in memory, such as the unpacked bytes of a part that has been read. */
  release(kind: Expansion, count: number): void {
    this.#spent = Math.max(0, this.#spent - count * EXPANSIONS[kind].weight);
    this.#counts[kind] = Math.max(0, this.#counts[kind] - count);
  }

  /** Names the kinds that take most: the last charge may be a small one. */
  #refusal(where: string | undefined): TaipyError {
    const [largest, ...others] = this.#largest();
    const what = [largest, ...others].map((kind) => `${numberText(this.#counts[kind])} ${EXPANSIONS[kind].name}`);
    const message =
      `The value is too large for a Worker's memory: with ${what.join(", ")}${where === undefined ? "" : ` (${where})`} ` +
      `it takes about ${megabytes(this.#spent)} MB, and ${megabytes(this.#limit)} MB can be used. ` +
      "Store it in parts, or read a part of it where it is a table: limit and offset, columns, or a filter.";
    return new TaipyError("value_too_large", message, {
      details: { expansion: largest, count: this.#counts[largest], where: where ?? null, limit: this.#limit },
    });
  }

  #largest(): [Expansion, ...Expansion[]] {
    const memoryOf = (kind: Expansion) => this.#counts[kind] * EXPANSIONS[kind].weight;
    const [largest = "items", ...others] = KINDS.toSorted((a, b) => memoryOf(b) - memoryOf(a)).slice(0, MOST_NAMED);
    return [largest, ...others.filter((kind) => memoryOf(kind) >= LEAST_NAMED * this.#spent)];
  }
}

const numberText = (count: number): string => Math.ceil(count).toLocaleString("en-US");

const megabytes = (bytes: number): string => (bytes === Infinity ? "∞" : String(Math.ceil(bytes / MEBIBYTE)));
