const { rawJSON } = JSON as unknown as { readonly rawJSON: (literal: string) => object };

/** Longer integers take more than linear time to read: Python's own limit. */
const MAX_DIGITS = 4_300;

const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,6})?$/;

/** More than 15 digits and a point, or only digits. From the start of a number only: it takes linear time. */
const LONG_FRACTION = /(?<![\d.])\d[\d.]{15}[\d.]/;

/** Whether a JSON text may have a fraction with more digits than a double shows. Most texts have none, and are parsed faster. */
export const hasLongFractions = (text: string): boolean => LONG_FRACTION.test(text);

/**
 * A decimal number with more digits than JavaScript's number keeps. It computes like the nearest number (`price * 2`); as text, as
 * JSON, and written again it has all its digits.
 */
export class Decimal extends Number {
  readonly #digits: string;
  #parts: Parts | null = null;

  private constructor(digits: string) {
    super(digits);
    // As JSON has it: without zeros in front.
    this.#digits = digits.replace(/^(-?)0+(?=\d)/, "$1");
  }

  /**
   * The number that a text of digits stands for: JavaScript's number where it shows the same digits, a BigInt for longer integers,
   * else a decimal.
   * @param text such as `"90071992547409.93"` or `"-1e-7"`
   * @returns null when the text is no decimal number, or an integer of more than 4,300 digits
   */
  static parse(text: string): number | bigint | Decimal | null {
    if (!DECIMAL.test(text)) return null;
    const parts = partsOf(text);
    const number = Number(text);
    if (parts.exponent >= 0) {
      if (Number.isSafeInteger(number)) return number;
      return parts.digits.length + parts.exponent > MAX_DIGITS ? null : BigInt(integerText(parts));
    }
    const shown = partsOf(String(number));
    const isSame = Number.isFinite(number) && shown.digits === parts.digits && shown.exponent === parts.exponent;
    return isSame ? number : new Decimal(text);
  }

  /** Read once: a filter compares it with every row. */
  get parts(): Parts {
    this.#parts ??= partsOf(this.#digits);
    return this.#parts;
  }

  override toString(): string {
    return this.#digits;
  }

  /** `JSON.stringify` writes a number with all digits. */
  toJSON(): object {
    return rawJSON(this.#digits);
  }
}

/** The value is sign × digits × 10^exponent; the digits begin and end with no zero. */
export interface Parts {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

function partsOf(text: string): Parts {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const all = whole + fraction;
  let [start, end] = [0, all.length];
  while (start < end && all[start] === "0") start += 1;
  while (end > start && all[end - 1] === "0") end -= 1;
  const digits = all.slice(start, end);
  if (digits === "") return { isNegative: false, digits: "0", exponent: 0 };
  return {
    isNegative: mantissa.startsWith("-"),
    digits,
    exponent: Number(power) - fraction.length + (all.length - end),
  };
}

const integerText = ({ isNegative, digits, exponent }: Parts): string =>
  `${isNegative ? "-" : ""}${digits}${"0".repeat(exponent)}`;

/**
 * Which of two numbers is the smaller one: negative, 0 or positive; NaN with NaN. Decimals and BigInts are compared by all their
 * digits. JavaScript's number has beside a decimal the digits that it shows.
 */
export function compareNumbers(left: number | bigint | Decimal, right: number | bigint | Decimal): number {
  if (
    (left instanceof Decimal || right instanceof Decimal) &&
    Number.isFinite(Number(left)) &&
    Number.isFinite(Number(right))
  ) {
    return compareParts(partsOfNumber(left), partsOfNumber(right));
  }
  const [a, b] = [plain(left), plain(right)];
  if (a < b) return -1;
  if (a > b) return 1;
  // NaN is neither smaller nor larger, and equals nothing.
  return a <= b ? 0 : Number.NaN;
}

const partsOfNumber = (number: number | bigint | Decimal): Parts =>
  number instanceof Decimal ? number.parts : partsOf(String(number));

const plain = (number: number | bigint | Decimal): number | bigint =>
  number instanceof Decimal ? number.valueOf() : number;

function compareParts(left: Parts, right: Parts): number {
  if (left.isNegative !== right.isNegative) return left.isNegative ? -1 : 1;
  const size = compareSizes(left, right);
  return left.isNegative ? -size : size;
}

function compareSizes(left: Parts, right: Parts): number {
  const [a, b] = [left.digits.length + left.exponent, right.digits.length + right.exponent];
  if (left.digits === "0" || right.digits === "0") return Number(right.digits === "0") - Number(left.digits === "0");
  if (a !== b) return a - b;
  // Without more digits than both have: one may be a million digits long.
  const shorter = Math.min(left.digits.length, right.digits.length);
  const [x, y] = [left.digits.slice(0, shorter), right.digits.slice(0, shorter)];
  return x === y ? left.digits.length - right.digits.length : x < y ? -1 : 1;
}
