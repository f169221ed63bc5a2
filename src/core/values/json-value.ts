import { TaipyError } from "../errors.ts";
import { formatTime, MICROSECONDS_PER_MILLISECOND } from "../time.ts";
import { integerLiteral } from "./json-integers.ts";

/** Deeper levels of a value become null, as do references back to an enclosing object: JSON has no form for either. */
const MAX_DEPTH = 1_000;

/**
 * Characters that a value may have as JSON, and more than any body can bring. Where one text or list stands in many places,
 * a value of some hundred bytes can mean more than there is memory in the world.
 */
const MAX_CHARACTERS = 128 * 1_024 * 1_024;

/**
 * JSON text of any value that a data node can hold. Dates take Taipy's tagged form; maps become objects (or pairs when a
 * key is no text), sets and typed arrays become arrays, big integers numbers with all their digits. What has no JSON
 * form at all (NaN, infinities, undefined, functions) is null.
 * @throws TaipyError `invalid_value` when it is too large
 */
export const jsonOfValue = (value: unknown): string =>
  isPlainValue(value) ? JSON.stringify(value) : convertedJson(value);

function convertedJson(value: unknown): string {
  const enclosing: { readonly holder: unknown; readonly source: unknown }[] = [];
  let characters = 0;
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key: string, converted: unknown) {
    const source = this[key];
    characters += leastLength(source) + (Array.isArray(this) ? 1 : key.length + 4);
    if (characters > MAX_CHARACTERS) throw tooLarge();
    while (enclosing.length > 0 && enclosing.at(-1)?.holder !== this) enclosing.pop();
    const holder = source instanceof Date ? dateForm(source) : jsonForm(converted);
    if (typeof holder !== "object" || holder === null) return holder;
    if (enclosing.length >= MAX_DEPTH || enclosing.some((outer) => outer.source === source)) return null;
    enclosing.push({ holder, source });
    return holder;
  });
}

/** What a part of a value takes at the least, without what is inside of it. */
function leastLength(part: unknown): number {
  if (typeof part === "string") return part.length + 2;
  return typeof part === "object" ? 2 : 1;
}

const tooLarge = (): TaipyError =>
  new TaipyError(
    "invalid_value",
    `The value has more than ${MAX_CHARACTERS} characters as JSON: it can't be answered whole.`,
  );

function dateForm(date: Date): unknown {
  const milliseconds = date.getTime();
  if (Number.isNaN(milliseconds)) return null;
  return { __type__: "Datetime", __value__: formatTime(milliseconds * MICROSECONDS_PER_MILLISECOND) };
}

/** One level of the value; `JSON.stringify` asks again for what is inside. */
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

/** Characters that are checked before a value counts as large: more than is stored without R2. */
const MAX_CHECKED_CHARACTERS = 32 * 1_024 * 1_024;

/**
 * Whether JSON has a form for everything in the value, so that `JSON.stringify` needs no replacer, which makes it three
 * times slower. False for a value that is too large or too deep to check.
 */
const isPlainValue = (value: unknown): boolean => new PlainCheck().isPlain(value, 0);

class PlainCheck {
  #left = MAX_CHECKED_CHARACTERS;

  isPlain(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case "string":
        return this.#fits(value.length);
      case "number":
      case "boolean":
        return true;
      case "object":
        if (value === null) return true;
        if (depth >= MAX_DEPTH) return false;
        return Array.isArray(value) ? this.#areItemsPlain(value, depth) : this.#areMembersPlain(value, depth);
      default:
        return false;
    }
  }

  #areItemsPlain(items: readonly unknown[], depth: number): boolean {
    if ("toJSON" in items || !this.#fits(items.length + 2)) return false;
    // Holes are undefined, which `every` and its kin would leave out.
    for (let index = 0; index < items.length; index += 1) if (!this.isPlain(items[index], depth + 1)) return false;
    return true;
  }

  #areMembersPlain(value: object, depth: number): boolean {
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    const members = value as Readonly<Record<string, unknown>>;
    // Nothing is inherited, and this is the fastest way through the names.
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
