import type { Budget } from "./budget.ts";
import { hasLongFractions } from "./exact/decimal.ts";
import { type ExactReading, parseExactly } from "./exact/exact-json.ts";
import { hasLongIntegers } from "./exact/json-integers.ts";
import { NoRoomForFractions } from "./exact/shared-fractions.ts";
import { hasWholeFractions } from "./exact/whole-fraction.ts";
import { isTooDeep } from "./json-scan.ts";

/**
 * What becomes of numbers that JavaScript's number does not keep: `rounded` = that number; `exact` = integers beyond 2^53 are
 * BigInts; `digits` = these, and fractions with more digits than it shows are `Decimal`s; `written` = these, and whole fractions
 * such as 1.0 are `WholeFraction`s.
 */
export type Numbers = "rounded" | "exact" | "digits" | "written";

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: "malformed" | "too_deep" };

/**
 * Parses JSON; never throws anything else.
 * @param budget charged before the text is parsed; null = a text of bounded length
 * @throws TaipyError `value_too_large`
 */
export function parseJson(text: string, numbers: Numbers = "rounded", budget: Budget | null = null): ParsedJson {
  if (isTooDeep(text, budget)) return { ok: false, reason: "too_deep" };
  if (numbers !== "rounded" && hasLongIntegers(text)) {
    budget?.charge("characters", text.length, "the text, which has long integers");
  }
  try {
    return { ok: true, value: parseNumbers(text, numbers, { budget }) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, reason: "malformed" };
  }
}

/**
 * The value of a JSON text whose memory is charged, except for its fractions: where these don't fit, they are JavaScript's
 * numbers. `JSON.parse` is the fastest, and few texts need another reader.
 * @throws SyntaxError
 */
export function parseNumbers(
  text: string,
  numbers: Numbers,
  more: Pick<ExactReading, "budget" | "objectForm" | "pythonNumbers"> = {},
): unknown {
  const integers = numbers !== "rounded" && hasLongIntegers(text);
  const fractions = numbers === "written" && hasWholeFractions(text);
  const decimals = (numbers === "written" || numbers === "digits") && hasLongFractions(text);
  if (!integers && !fractions && !decimals && more.objectForm === undefined && more.pythonNumbers !== true)
    return JSON.parse(text);
  try {
    return parseExactly(text, { integers, fractions, decimals, ...more });
  } catch (error) {
    if (error instanceof NoRoomForFractions) return parseExactly(text, { integers, ...more });
    // Its own error, or the value of a text that is too deep for the other reader.
    if (error instanceof SyntaxError) return JSON.parse(text);
    throw error;
  }
}
