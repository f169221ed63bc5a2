import { TaipyError } from "../errors.ts";
import { EXPANSIONS, VALUE_MEMORY } from "./budget.ts";
import { hasColumnOrder, orderedJson } from "./columns/column-order.ts";
import { integerLiteral } from "./exact/json-integers.ts";
import { textOfDate } from "./exact/precise-date.ts";
import { isClockValue } from "./exact/scalar.ts";

/** Deeper levels become null, and so do references to an enclosing object, which JSON cannot express. */
export const MAX_DEPTH = 1_000;

/**
 * The most characters of a value as JSON: a table repeats the names of its columns in each row, and a value of the application
 * may refer to the same list or text many times.
 */
export const MAX_CHARACTERS = VALUE_MEMORY / EXPANSIONS.characters.weight;

/**
 * The JSON text of any value of a data node. Dates have Taipy's tagged form, times of day and durations
 * are text. Maps become objects, or lists of pairs when a key
 * is no text; sets and typed arrays become lists; big integers become numbers with all digits.
 * Rows have their columns in the order of their table. Values that JSON cannot express
 * (NaN, infinities, undefined, functions) become null.
 * @throws TaipyError `value_too_large` when the text would be too long
 */
export function jsonOfValue(value: unknown): string {
  if (!hasColumnOrder(value)) return unorderedJson(value);
  let characters = 0;
  return orderedJson(value, unorderedJson, (more) => {
    characters += more;
    if (characters > MAX_CHARACTERS) throw tooLarge();
  });
}

const unorderedJson = (value: unknown): string => (isPlainValue(value) ? JSON.stringify(value) : convertedJson(value));

function convertedJson(value: unknown): string {
  const enclosing: { readonly holder: unknown; readonly source: unknown }[] = [];
  let characters = 0;
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key: string, converted: unknown) {
    const source = this[key];
    characters += leastLength(source) + (Array.isArray(this) ? 1 : key.length + 4);
    if (characters > MAX_CHARACTERS) throw tooLarge();
    while (enclosing.length > 0 && enclosing.at(-1)?.holder !== this) enclosing.pop();
    if (source instanceof Number || isClockValue(source)) return converted;
    // A Buffer of Node.js has a form of its own in JSON.
    const holder =
      source instanceof Date ? dateForm(source) : jsonForm(ArrayBuffer.isView(source) ? source : converted);
    if (typeof holder !== "object" || holder === null) return holder;
    if (enclosing.length >= MAX_DEPTH || enclosing.some((outer) => outer.source === source)) return null;
    enclosing.push({ holder, source });
    return holder;
  });
}

/** The least number of characters of a part of a value, without its items or members. */
function leastLength(part: unknown): number {
  if (typeof part === "string") return part.length + 2;
  return typeof part === "object" ? 2 : 1;
}

const tooLarge = (): TaipyError =>
  new TaipyError(
    "value_too_large",
    `The value has more than ${MAX_CHARACTERS} characters as JSON: it can't be answered whole. ` +
      "Read fewer rows or columns (limit, offset, columns), or download it from content/.",
  );

function dateForm(date: Date): unknown {
  return Number.isNaN(date.getTime()) ? null : { __type__: "Datetime", __value__: textOfDate(date) };
}

/** Converts one level of a value; `JSON.stringify` calls the replacer for its items and members. */
function jsonForm(value: unknown): unknown {
  switch (typeof value) {
    case "undefined":
    case "function":
    case "symbol":
      return null;
    case "bigint":
      return integerLiteral(value);
    case "object":
      return value === null ? null : objectForm(value);
    default:
      return value;
  }
}

function objectForm(value: object): unknown {
  if (value instanceof Map) {
    const entries = [...value];
    return entries.every(([key]) => typeof key === "string") ? Object.fromEntries(entries) : entries;
  }
  if (value instanceof Set) return [...value];
  if (value instanceof RegExp) return String(value);
  if (value instanceof ArrayBuffer) return Array.from(new Uint8Array(value));
  if (value instanceof DataView) return Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>);
  return value;
}

/**
 * Whether JSON can express every part of the value, so that `JSON.stringify` needs no replacer, which makes it three times
 * slower. false for a value that is too large or too deep to check.
 */
export const isPlainValue = (value: unknown): boolean => new PlainCheck().isPlain(value, 0);

class PlainCheck {
  #left = MAX_CHARACTERS;

  isPlain(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case "string":
        return this.#fits(value.length);
      case "number":
      case "boolean":
        return true;
      case "object":
        if (value === null || value instanceof Number || isClockValue(value)) return true;
        if (depth >= MAX_DEPTH) return false;
        return Array.isArray(value) ? this.#areItemsPlain(value, depth) : this.#areMembersPlain(value, depth);
      default:
        return false;
    }
  }

  #areItemsPlain(items: readonly unknown[], depth: number): boolean {
    if ("toJSON" in items || !this.#fits(items.length + 2)) return false;
    // Not `every`, which skips holes: JSON has null for them.
    for (let index = 0; index < items.length; index += 1) if (!this.isPlain(items[index], depth + 1)) return false;
    return true;
  }

  #areMembersPlain(value: object, depth: number): boolean {
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    const members = value as Readonly<Record<string, unknown>>;
    // `for in` is the fastest loop, and finds no inherited names: the prototype was checked.
    for (const name in members) {
      if (!this.#fits(name.length + 4) || !this.isPlain(members[name], depth + 1)) return false;
    }
    return true;
  }

  #fits(characters: number): boolean {
    this.#left -= characters;
    return this.#left >= 0;
  }
}
