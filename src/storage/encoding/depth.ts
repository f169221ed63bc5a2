import { TaipyError } from "../../core/errors.ts";

/** Deeper values would exhaust the stack of whoever encodes them next; a fixed limit makes it the same everywhere. */
export const MAX_DEPTH = 1_000;

export const nestedTooDeeply = (): TaipyError =>
  new TaipyError("invalid_value", `The value is nested more than ${MAX_DEPTH} levels deep.`);
