import * as z from "zod";
import { TaipyError } from "../../core/errors.ts";
import { lazySchema } from "../../core/lazy-schema.ts";
import { isShortText, MAX_TEXT_CHARACTERS, READABLE } from "../../core/names/short-text.ts";
import { formatTime, parseTime } from "../../core/time.ts";

/**
 * Schemas of query parameters. Their messages finish the sentence "The query parameter 'x' must be …". All are texts in a
 * URL; `parameter` is the JSON Schema of the value that the text stands for.
 */

const MAX_COLUMNS_LENGTH = 8_192;
const COLUMN_NAME = /(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g;

/** `true`, `false`, `1` or `0`, in any case. */
export const flag = lazySchema(() =>
  z
    .stringbool({ truthy: ["true", "1"], falsy: ["false", "0"], error: "true, false, 1 or 0" })
    .optional()
    .meta({ parameter: { type: "boolean" } }),
);

export const text = lazySchema(() =>
  z
    .string()
    .max(MAX_TEXT_CHARACTERS, `text of at most ${MAX_TEXT_CHARACTERS} characters`)
    .regex(READABLE, "text without control characters")
    .optional()
    .meta({ parameter: { type: "string", maxLength: MAX_TEXT_CHARACTERS } }),
);

/** A whole number in decimal digits. */
export function wholeNumber(minimum: number, maximum: number) {
  const error = `a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, error)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, error)
    .optional()
    .meta({ parameter: { type: "integer", minimum, maximum } });
}

/** A time in ISO 8601, in UTC unless it has an offset. */
export function timestamp(error: string) {
  return z
    .string()
    .transform((given) => parseTime(given))
    .refine((time) => time !== null, error)
    .transform((time) => formatTime(time ?? 0))
    .optional()
    .meta({ parameter: { type: "string" } });
}

const MAX_LIMIT = 1_000;
const LAST_NUMBER = 999_999_999;

/** The paging of every list. */
export const Paging = lazySchema(() =>
  z.object({
    limit: wholeNumber(1, MAX_LIMIT).describe("How many items a page has; 100 with `cursor` alone."),
    cursor: text().describe("Where the page begins: `Link` of the page before has it."),
    page: wholeNumber(1, LAST_NUMBER).describe("The page's number, from 1. Not together with `limit` and `cursor`."),
    per_page: wholeNumber(1, MAX_LIMIT).describe("How many items a numbered page has; 50 with `page` alone."),
  }),
);

export const editNumber = lazySchema(() => wholeNumber(1, LAST_NUMBER));

/** An older value of a data node. */
export const Moment = lazySchema(() =>
  z.object({
    edit: editNumber().describe("The value as this edit wrote it. Not with `at`."),
    at: timestamp("a time such as 2026-11-23T18:30:00, in UTC unless it says otherwise").describe(
      "The value as it was at this time (ISO 8601). Not with `edit`.",
    ),
  }),
);

/** Names of columns with commas between them. A name with a comma in it is quoted as in CSV. */
export const columnNames = lazySchema(() =>
  z
    .string()
    .max(MAX_COLUMNS_LENGTH, `text of at most ${MAX_COLUMNS_LENGTH} characters`)
    .transform((names) => [...names.matchAll(COLUMN_NAME)].map(([, quoted, plain = ""]) => unquoted(quoted) ?? plain))
    .refine((names) => names.every((name) => name !== ""), "names of columns with commas between them")
    .optional()
    .meta({ parameter: { type: "string", maxLength: MAX_COLUMNS_LENGTH } }),
);

const unquoted = (text: string | undefined): string | undefined => text?.replaceAll('""', '"');

/** Any text: an unknown id is answered with Taipy's 404, which names it. */
export const configId = lazySchema(() =>
  z
    .string()
    .optional()
    .meta({ parameter: { type: "string", minLength: 1 }, description: "The configuration's id. Required." }),
);

/** Taipy treats an empty id as a missing one. */
export function requiredConfigId(given: string | undefined): string {
  if (given === undefined || given === "") throw new TaipyError("config_id_missing", "Config id is missing.");
  return given;
}

/** The author of a write. */
export const Authorship = lazySchema(() =>
  z.object({
    editor_id: text().describe("Who writes: needed while that editor has reserved the data node."),
    comment: text().describe("Kept with the edit."),
  }),
);

/** Whether an id can be a segment of a path, so that an entity with this id can be reached. */
export const isReadableId = isShortText;
