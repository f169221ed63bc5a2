import { TaipyError } from "../../core/errors.ts";
import { DEVALUE_TYPE, JSON_TYPE } from "../../core/storage-types.ts";
import { jsonErrorPosition } from "../../core/values/json-error-position.ts";

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
 */
export async function encodeAnyValue(value: unknown): Promise<EncodedValue> {
  if (isExactJson(value, new Set(), 0)) return { body: JSON.stringify(value), contentType: JSON_TYPE };
  const { encodeDevalue } = await devalueText();
  try {
    return { body: encodeDevalue(value), contentType: DEVALUE_TYPE };
  } catch (error) {
    throw error instanceof RangeError ? nestedTooDeeply() : error;
  }
}

/** @throws TaipyError `invalid_value` when the text does not match its content type */
export async function decodeAnyValue(text: string, contentType: string): Promise<unknown> {
  const decode = contentType === DEVALUE_TYPE ? (await devalueText()).decodeDevalue : JSON.parse;
  try {
    return decode(text);
  } catch (error) {
    const position = error instanceof SyntaxError ? ` (${jsonErrorPosition(text)})` : "";
    throw new TaipyError("invalid_value", `The stored value is not ${contentType}${position}: ${reasonOf(error)}.`);
  }
}

/** Loaded by the first value that needs it: the library reads `process` when it is loaded, which would slow down every isolate's start. */
const devalueText = () => import("./devalue-text.ts");

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function isExactJson(value: unknown, seen: Set<object>, depth: number): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || seen.has(value)) return false;
  if (depth >= MAX_DEPTH) throw nestedTooDeeply();
  seen.add(value);
  if (Array.isArray(value)) {
    if ("toJSON" in value) return false;
    for (const item of value) if (!isExactJson(item, seen, depth + 1)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0) return false;
  for (const member of Object.values(value)) if (!isExactJson(member, seen, depth + 1)) return false;
  return true;
}
