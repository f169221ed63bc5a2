/** `JSON.parse` hands over the literal of a number as `source`; the language's types don't know it yet. */
export type Reviver = (key: string, item: unknown, context?: { readonly source?: string }) => unknown;

/** An integer beyond 2^53 has at least this many digits, and they do not stand behind a point. */
const LONG_INTEGER = /(?<![\d.])\d{16}/;
/** Python's own limit: reading longer ones takes more than linear time. */
const INTEGER = /^-?\d{16,4300}$/;

/** Whether the JSON text may hold an integer that a double does not. A reviver slows parsing: look first. */
export const hasLongIntegers = (text: string): boolean => LONG_INTEGER.test(text);

/** Integers whose digits a double would not show again become BigInt. */
export const reviveInteger: Reviver = (_, item, context) => {
  if (typeof item !== "number" || Number.isSafeInteger(item)) return item;
  const literal = context?.source ?? "";
  return INTEGER.test(literal) && literal !== String(item) ? BigInt(literal) : item;
};

const { rawJSON } = JSON as unknown as { readonly rawJSON: (literal: string) => object };

/** What `JSON.stringify` writes as a number with all its digits. */
export const integerLiteral = (integer: bigint): object => rawJSON(String(integer));
