import { Decimal } from "../../core/values/exact/decimal.ts";

/** So many characters are exact as a double. */
const EXACT_CHARACTERS = 15;

/** The value of a number that a database returned as text, with all its digits. */
export function numberOfText(text: string): number | bigint | Decimal {
  if (text.length <= EXACT_CHARACTERS) return Number(text);
  return Decimal.parse(text) ?? Number(text);
}

/** The shortest number of the same single-precision value: 0.1, not 0.10000000149011612. */
export function shortestSingle(value: number): number {
  for (let digits = 6; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
