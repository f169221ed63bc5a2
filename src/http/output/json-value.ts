import { TaipyError } from "../../core/errors.ts";
import { formatTime, MICROSECONDS_PER_MILLISECOND } from "../../core/time.ts";
import { integerLiteral } from "../../core/values/json-integers.ts";
import { isPlainValue } from "./plain-value.ts";

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
