import { DevalueError, defaultParseOperations, parse, stringify } from "devalue";
import { TaipyError } from "../../core/errors.ts";

/**
 * devalue's text of a value.
 * @throws TaipyError `invalid_value` with the path of a part that it can't hold
 * @throws RangeError when the value is nested too deeply
 */
export function encodeDevalue(value: unknown): string {
  try {
    return stringify(value);
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error;
    throw new TaipyError("invalid_value", `${error.message} (at ${error.path === "" ? "the top" : error.path}).`);
  }
}

/** @throws Error of the library when the text is not devalue's */
export const decodeDevalue = (text: string): unknown => parse(text, {}, { operations: { createSparseArray } });

/** Holes take no space in the text, but every later walk over the list visits each of them. */
const MAX_SPARSE_LENGTH = 5_000_000;

function createSparseArray(length: number): unknown[] {
  if (length > MAX_SPARSE_LENGTH) throw new RangeError(`A list of ${length} items, most of them missing, is too long`);
  return defaultParseOperations.createSparseArray(length);
}
