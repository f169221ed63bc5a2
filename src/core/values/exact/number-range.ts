import { TaipyError } from "../../errors.ts";
import { cut } from "../../listed.ts";
import { positionOf } from "../json-error.ts";
import { endOfText } from "../json-spans.ts";

/** As Python's `json`: longer integers take more than linear time to read. */
const MAX_DIGITS = 4_300;

/** A long exponent, many digits before the point, or many zeros behind it. From the start of a number only: it takes linear time. */
const CANDIDATE = /[eE][+-]?\d{3}|(?<![\d.])(?:\d{309}|0\.0{300})/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Refuses a JSON text with a number that nothing can keep: one beyond the range of a double, up or down, which is
 * no integer of up to 4,300 digits.
 * @throws TaipyError `invalid_value` with the place of the first one
 */
export function refuseNumbersOutOfRange(text: string): void {
  if (!CANDIDATE.test(text)) return;
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const start = quote === -1 ? text.length : quote;
    for (const { 0: literal, index } of text.slice(at, start).matchAll(NUMBER)) {
      if (isOutOfRange(literal)) throw refusal(literal, positionOf(text, at + index));
    }
    at = endOfText(text, start) + 1;
  }
}

function isOutOfRange(literal: string): boolean {
  if (/^-?\d+$/.test(literal)) return literal.replace("-", "").length > MAX_DIGITS;
  const number = Number(literal);
  return number === 0 ? /[1-9]/.test(literal.split(/[eE]/)[0] ?? "") : !Number.isFinite(number);
}

const refusal = (literal: string, { line, column }: ReturnType<typeof positionOf>): TaipyError =>
  new TaipyError(
    "invalid_value",
    `The number ${cut(literal)} (line ${line}, column ${column}) can't be kept: fractions and numbers with an exponent go from ` +
      `5e-324 to 1.797e308, integers to ${MAX_DIGITS} digits. Send it as text.`,
    { details: { line, column } },
  );
