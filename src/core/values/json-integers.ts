/** `JSON.parse` passes the literal of a number as `source`, which TypeScript's library does not declare yet. */
export type Reviver = (key: string, item: unknown, context?: { readonly source?: string }) => unknown;

/** An integer beyond 2^53 has at least 16 digits, and not after a decimal point. Without unbounded repetition: it takes linear time. */
export const LONG_INTEGER = /(?<![\d.])\d{16}/;
/** At most 4300 digits, Python's own limit: parsing an integer takes more than linear time. */
const INTEGER = /^-?\d{16,4300}$/;

/** Whether a JSON text may contain an integer that a double cannot hold. Check this first: a reviver slows parsing down. */
export const hasLongIntegers = (text: string): boolean => LONG_INTEGER.test(text);

/** An integer that a double cannot hold exactly becomes a BigInt. */
export const reviveInteger: Reviver = (_, item, context) => {
  if (typeof item !== "number" || Number.isSafeInteger(item)) return item;
  const literal = context?.source ?? "";
  return INTEGER.test(literal) && literal !== String(item) ? BigInt(literal) : item;
};

const { rawJSON } = JSON as unknown as { readonly rawJSON: (literal: string) => object };

/** An object that `JSON.stringify` writes as a number with all digits of the integer. */
export const integerLiteral = (integer: bigint): object => rawJSON(String(integer));
