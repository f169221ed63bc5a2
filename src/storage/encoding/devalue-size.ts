import type { Budget, Expansion } from "../../core/values/budget.ts";

/** devalue's number for a list of which most items are missing: `[-7, length, index, reference, …]`. */
const SPARSE = -7;

/** Bytes of one item of each kind of view of a buffer. */
const ITEM_BYTES: Readonly<Record<string, number>> = {
  Int16Array: 2,
  Uint16Array: 2,
  Float16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
};

/** The characters of a date as JSON. */
const DATE_CHARACTERS = 64;
/** Up to so many digits, reading an integer takes linear time. */
const LINEAR_DIGITS = 1_000;

/**
 * Charges the memory of a value that devalue has flattened to one list, before it is put together. A part that is referred to
 * many times is charged at each reference, because the answer's JSON and every walk repeat it. A reference to an enclosing part
 * takes nothing: it is null in JSON.
 * @throws TaipyError `value_too_large` with the number of the part in the list
 */
export function chargeDevalue(flat: unknown, budget: Budget): void {
  if (Array.isArray(flat)) new Walk(flat, budget).run();
}

/** A part that is being walked through, with the references that it contains. */
interface Open {
  readonly index: number;
  readonly references: readonly unknown[];
  next: number;
}

/** The walk through the value as a tree. It has no recursion, and the budget ends it. */
class Walk {
  readonly #flat: readonly unknown[];
  readonly #budget: Budget;
  readonly #times: Uint32Array;
  readonly #enclosing = new Set<number>();
  readonly #open: Open[] = [];
  /** The part that is being charged. */
  #at = 0;

  constructor(flat: readonly unknown[], budget: Budget) {
    this.#flat = flat;
    this.#budget = budget;
    this.#times = new Uint32Array(flat.length);
  }

  run(): void {
    this.#enter(0);
    for (let part = this.#open.at(-1); part !== undefined; part = this.#open.at(-1)) {
      if (part.next === part.references.length) {
        this.#enclosing.delete(part.index);
        this.#open.pop();
      } else {
        this.#enter(part.references[part.next]);
        part.next += 1;
      }
    }
  }

  #enter(reference: unknown): void {
    // Negative numbers stand for undefined, NaN and the like; all else that is no index, devalue refuses.
    if (typeof reference !== "number" || !(reference in this.#flat) || this.#enclosing.has(reference)) return;
    this.#at = reference;
    this.#times[reference] = (this.#times[reference] ?? 0) + 1;
    const part = this.#flat[reference];
    if (typeof part === "string") this.#charge("characters", part.length);
    if (typeof part !== "object" || part === null) return;
    this.#charge("containers", 1);
    const references = Array.isArray(part) ? this.#ofList(part) : this.#ofObject(part);
    if (references.length === 0) return;
    this.#enclosing.add(reference);
    this.#open.push({ index: reference, references, next: 0 });
  }

  #charge(kind: Expansion, count: number): void {
    this.#budget.charge(kind, count, this.#where);
  }

  readonly #where = (): string => {
    const times = this.#times[this.#at] ?? 0;
    return times <= 1 ? `[${this.#at}]` : `[${this.#at}], at reference ${times} to it`;
  };

  #ofObject(part: object): readonly unknown[] {
    const names = Object.keys(part);
    this.#charge("members", names.length);
    this.#charge("characters", lengthOf(names));
    return Object.values(part);
  }

  #ofList(part: readonly unknown[]): readonly unknown[] {
    if (typeof part[0] === "string") return this.#ofTagged(part[0], part);
    if (part[0] !== SPARSE) {
      this.#charge("items", part.length);
      return part;
    }
    const [, length, ...entries] = part;
    if (typeof length === "number") this.#charge("holes", length);
    return entries.filter((_, at) => at % 2 === 1);
  }

  #ofTagged(tag: string, part: readonly unknown[]): readonly unknown[] {
    switch (tag) {
      case "Set":
        this.#charge("dictionaryEntries", part.length - 1);
        return part.slice(1);
      case "Map":
        this.#charge("dictionaryEntries", part.length - 1);
        return part.slice(1);
      case "null":
        this.#charge("dictionaryEntries", part.length - 1);
        this.#charge("characters", lengthOf(part));
        return part.filter((_, at) => at > 0 && at % 2 === 0);
      case "Object":
        return part.slice(1, 2);
      case "Exact":
        this.#charge("dates", 1);
        return [];
      case "Date":
        this.#charge("characters", DATE_CHARACTERS);
        return [];
      case "BigInt": {
        const digits = lengthOf(part) - tag.length;
        this.#charge("characters", digits);
        this.#charge("digits", digits * Math.floor(digits / LINEAR_DIGITS));
        return [];
      }
      case "ArrayBuffer":
        this.#bytes(part, 1);
        return [];
      default:
        if (this.#isBuffer(part[1])) this.#bytes(this.#flat[part[1]] as unknown[], ITEM_BYTES[tag] ?? 1);
        // A pattern, an address and the like.
        else this.#charge("characters", lengthOf(part));
        return [];
    }
  }

  #isBuffer(reference: unknown): reference is number {
    const part = typeof reference === "number" ? this.#flat[reference] : undefined;
    return Array.isArray(part) && part[0] === "ArrayBuffer";
  }

  /** The bytes of a buffer in base64, and their items as a list. */
  #bytes(buffer: readonly unknown[], bytesOfItem: number): void {
    const bytes = Math.ceil((lengthOf(buffer.slice(1)) * 3) / 4);
    this.#charge("unpackedBytes", bytes);
    this.#charge("items", Math.ceil(bytes / bytesOfItem));
  }
}

const lengthOf = (parts: readonly unknown[]): number =>
  parts.reduce<number>((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
