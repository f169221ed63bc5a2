/** A double holds any number of so many decimal digits exactly. */
const EXACT_DIGITS = 15;

/**
 * The value of a number that a database returned as text: a number where a double holds all digits, a BigInt for longer
 * integers, and the text itself for longer fractions.
 */
export function numberOfText(text: string): number | bigint | string {
  const number = Number(text);
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(number) ? number : BigInt(text);
  return significantDigits(text) <= EXACT_DIGITS || /[a-z]/i.test(text) ? number : text;
}

/** The number of digits between the zeros at both ends. */
function significantDigits(text: string): number {
  const digits = text.replace(/[-.]/g, "");
  let [start, end] = [0, digits.length];
  while (start < end && digits[start] === "0") start += 1;
  while (end > start && digits[end - 1] === "0") end -= 1;
  return end - start;
}

/** The shortest number of the same single-precision value: 0.1, not 0.10000000149011612. */
export function shortestSingle(value: number): number {
  for (let digits = 6; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
