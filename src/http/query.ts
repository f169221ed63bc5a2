import { z } from "zod";

/** Schemas of query parameters. Their messages finish the sentence "The query parameter 'x' must be …". */

const MAX_TEXT_LENGTH = 1_024;

/** Control characters have no place in an id or a name, and lone surrogates cannot be stored. */
const READABLE = /^[^\p{Cc}\p{Cs}]*$/u;

/** `true`, `false`, `1` or `0`, in any case. */
export const flag = z
  .stringbool({ truthy: ["true", "1"], falsy: ["false", "0"], error: "true, false, 1 or 0" })
  .optional();

export const text = z
  .string()
  .max(MAX_TEXT_LENGTH, `text of at most ${MAX_TEXT_LENGTH} characters`)
  .regex(READABLE, "text without control characters")
  .optional();

/** A whole number in decimal digits. */
export function wholeNumber(minimum: number, maximum: number) {
  const error = `a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, error)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, error)
    .optional();
}

/** Not constrained: it is looked up among the application's configurations, and Taipy's 404 names it. */
export const configId = z.string().optional();

/** An id that a caller chose for a new entity: it must be reachable as a path segment afterwards. */
export const isReadableId = (id: string): boolean => id.length <= MAX_TEXT_LENGTH && READABLE.test(id);
