/** An integer beyond 2^53 has at least 16 digits, and not after a decimal point. Without unbounded repetition: it takes linear time. */
export const LONG_INTEGER = /(?<![\d.])\d{16}/;
/** Python's own limit: parsing an integer takes more than linear time. */
const MAX_DIGITS = 4_300;

/** Whether a JSON text may contain an integer that a double cannot hold. Most texts contain none, and are parsed faster. */
export const hasLongIntegers = (text: string): boolean => LONG_INTEGER.test(text);

/** The integer of a literal: a BigInt when the nearest double is another one. */
export function exactInteger(literal: string, nearest: number): number | bigint {
  if (Number.isSafeInteger(nearest) || literal.length > MAX_DIGITS + 1) return nearest;
  return literal === String(nearest) ? nearest : BigInt(literal);
}

const { rawJSON } = JSON as unknown as { readonly rawJSON: (literal: string) => object };

/** An object that `JSON.stringify` writes as a number with all digits of the integer. */
export const integerLiteral = (integer: bigint): object => rawJSON(String(integer));
