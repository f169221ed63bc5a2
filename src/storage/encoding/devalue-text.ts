import { DevalueError, defaultParseOperations, parse, stringify } from "devalue";
import { TaipyError } from "../../core/errors.ts";
import { nestedTooDeeply } from "./depth.ts";

/** devalue's text of a value. @throws TaipyError `invalid_value` that names the place of what it can't hold */
export function encodeDevalue(value: unknown): string {
  try {
    return stringify(value);
  } catch (error) {
    if (error instanceof RangeError) throw nestedTooDeeply();
    if (!(error instanceof DevalueError)) throw error;
    throw new TaipyError("invalid_value", `${error.message} (at ${error.path === "" ? "the top" : error.path}).`);
  }
}

/** @throws what the library throws when it is no such text */
export const decodeDevalue = (text: string): unknown => parse(text, {}, { operations: { createSparseArray } });

/** Holes take no space, but whoever walks over the list afterwards takes a step for each of them. */
const MAX_SPARSE_LENGTH = 5_000_000;

function createSparseArray(length: number): unknown[] {
  if (length > MAX_SPARSE_LENGTH) throw new RangeError(`A list of ${length} items, most of them missing, is too long`);
  return defaultParseOperations.createSparseArray(length);
}
