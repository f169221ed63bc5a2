import { Decimal } from "../../../core/values/exact/decimal.ts";

/** Scales that the largest decimals of programs have (256 bits). */
export const MOST_DIGITS = 76;

/** A signed integer from its bytes, the highest one first. */
export function integerOfBytes(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/**
 * The reverse of {@link integerOfBytes}.
 * @param length of the bytes; null = as few as hold the integer
 * @returns undefined when they can't hold it
 */
export function bytesOfInteger(integer: bigint, length: number | null): Uint8Array | undefined {
  let width = length ?? 1;
  while (length === null && BigInt.asIntN(width * 8, integer) !== integer) width += 1;
  if (BigInt.asIntN(width * 8, integer) !== integer) return undefined;
  const hex = BigInt.asUintN(width * 8, integer)
    .toString(16)
    .padStart(width * 2, "0");
  return Uint8Array.from({ length: width }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

/** The value of a decimal: its integer, with a point before the last digits. */
export function decimalOf(unscaled: bigint | number, scale: number): number | bigint | Decimal {
  const digits = String(unscaled);
  if (scale === 0) return Decimal.parse(digits) ?? Number.NaN;
  const sign = digits.startsWith("-") ? "-" : "";
  const padded = digits.slice(sign.length).padStart(scale + 1, "0");
  return Decimal.parse(`${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`) ?? Number.NaN;
}

/** A decimal as an integer × 10^exponent, whose last digit is not 0. @param text of a finite number, BigInt or `Decimal` */
export function partsOfDecimal(text: string): { readonly integer: bigint; readonly exponent: number } {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  let digits = whole + fraction;
  let exponent = Number(power) - fraction.length;
  while (digits.length > 1 && digits.endsWith("0")) {
    digits = digits.slice(0, -1);
    exponent += 1;
  }
  return { integer: BigInt(digits), exponent: /^-?0*$/.test(digits) ? 0 : exponent };
}

/** The integer of a decimal of that scale; undefined when it has more digits after the point. */
export function unscaledOf(text: string, scale: number): bigint | undefined {
  const { integer, exponent } = partsOfDecimal(text);
  const shift = exponent + scale;
  return shift < 0 || shift > 2 * MOST_DIGITS ? undefined : integer * 10n ** BigInt(shift);
}

/** A large number of JSON that shows the same digits as JavaScript's number: the integer of those digits. */
export const shownInteger = (cell: unknown): bigint | undefined =>
  typeof cell === "number" && Number.isInteger(cell) && Math.abs(cell) < MOST_SHOWN ? BigInt(String(cell)) : undefined;

/** From here on JavaScript shows an exponent. */
const MOST_SHOWN = 1e21;
