import { TaipyError } from "../../core/errors.ts";
import { DEVALUE_TYPE, JSON_TYPE } from "../../core/storage-types.ts";
import { Budget } from "../../core/values/budget.ts";
import { hasOtherSymbols } from "../../core/values/columns/column-order.ts";
import { WholeFraction } from "../../core/values/exact/whole-fraction.ts";
import { jsonError, jsonErrorPlace } from "../../core/values/json-error.ts";
import { chargeJson } from "../../core/values/json-scan.ts";
import { type Numbers, parseNumbers } from "../../core/values/json-text.ts";

export interface EncodedValue {
  readonly body: string;
  readonly contentType: string;
}

/** A fixed limit is the same everywhere; a deeper value would exhaust the stack of a later encoder. */
export const MAX_DEPTH = 1_000;

export const nestedTooDeeply = (): TaipyError =>
  new TaipyError("invalid_value", `The value is nested more than ${MAX_DEPTH} levels deep.`);

/**
 * Encodes any value without code. It is plain JSON text where decoding gives the same value; else it is devalue's text, which
 * also keeps undefined, NaN, -0, dates, maps, sets, BigInt, typed arrays, and objects that occur twice or in a circle.
 * @param budget the text is charged as {@link decodeAnyValue} will charge it
 * @throws TaipyError `value_too_large` when no reader could read it
 */
export async function encodeAnyValue(value: unknown, budget: Budget): Promise<EncodedValue> {
  if (isExactJson(value, new Set(), 0, new Budget(budget.left))) {
    const body = JSON.stringify(value);
    chargeJson(body, budget);
    return { body, contentType: JSON_TYPE };
  }
  const { encodeDevalue } = await devalueText();
  try {
    return { body: encodeDevalue(value, budget), contentType: DEVALUE_TYPE };
  } catch (error) {
    throw error instanceof RangeError ? nestedTooDeeply() : error;
  }
}

/**
 * @param numbers of JSON; devalue's text keeps integers in any case
 * @throws TaipyError `invalid_value` when the text does not match its content type, `value_too_large`
 */
export async function decodeAnyValue(
  text: string,
  contentType: string,
  budget: Budget,
  numbers: Numbers = "rounded",
): Promise<unknown> {
  const decode = contentType === DEVALUE_TYPE ? (await devalueText()).decodeDevalue : parseCharged;
  try {
    return decode(text, budget, numbers);
  } catch (error) {
    if (error instanceof TaipyError) throw error;
    const reason = error instanceof SyntaxError ? ` ${jsonErrorPlace(jsonError(text))}.` : `: ${reasonOf(error)}.`;
    throw new TaipyError("invalid_value", `The stored value is not ${contentType}${reason}`);
  }
}

function parseCharged(text: string, budget: Budget, numbers: Numbers): unknown {
  chargeJson(text, budget);
  return parseNumbers(text, numbers, { budget });
}

/** Loaded by the first value that needs it: the library reads `process` when it is loaded, which would slow down every isolate's start. */
const devalueText = () => import("./devalue-text.ts");

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** @param walk charged for the text before it is made: one text may be a member of many objects */
function isExactJson(value: unknown, seen: Set<object>, depth: number, walk: Budget): boolean {
  if (typeof value === "string") walk.charge("characters", value.length);
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (value instanceof WholeFraction) return true;
  if (typeof value !== "object" || seen.has(value)) return false;
  if (depth >= MAX_DEPTH) throw nestedTooDeeply();
  seen.add(value);
  walk.charge("containers", 1);
  if (Array.isArray(value)) {
    if ("toJSON" in value) return false;
    walk.charge("items", value.length);
    for (const item of value) if (!isExactJson(item, seen, depth + 1, walk)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || hasOtherSymbols(value)) return false;
  for (const member of Object.values(value)) if (!isExactJson(member, seen, depth + 1, walk)) return false;
  return true;
}
