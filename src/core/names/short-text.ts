import { TaipyError } from "../errors.ts";

/** Of a name, an author, a comment, an id. */
export const MAX_TEXT_CHARACTERS = 1_024;
/** No control characters, and no lone surrogates, which cannot be stored. */
export const READABLE = /^[^\p{Cc}\p{Cs}]*$/u;

/** Whether a text may be a name, and, as an id, a segment of a path. */
export const isShortText = (text: string): boolean => text.length <= MAX_TEXT_CHARACTERS && READABLE.test(text);

/**
 * The bounds that requests have, for what code gives.
 * @param given null or undefined = none
 * @throws TaipyError `validation_failed`
 */
export function refuseLongText(field: string, given: unknown): void {
  if (given === undefined || given === null || (typeof given === "string" && isShortText(given))) return;
  const message = `\`${field}\` must be text of at most ${MAX_TEXT_CHARACTERS} characters, without control characters.`;
  throw new TaipyError("validation_failed", message, { errors: { [field]: [message] } });
}
