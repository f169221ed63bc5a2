import * as z from "zod";
import { lazySchema } from "../../core/lazy-schema.ts";
import { MAX_TEXT_CHARACTERS } from "../../core/names/short-text.ts";
import { isCreationTime } from "../../core/planning/cycles/creation-time.ts";
import { MAX_TAG_CHARACTERS, MAX_TAGS } from "../../core/planning/scenario-tags.ts";
import { formatTime, parseTime } from "../../core/time.ts";
import { jsonError, jsonErrorText } from "../../core/values/json-error.ts";
import { parsePythonJson } from "./python-json.ts";
import { isReadableId, text } from "./query.ts";

/** What the caller of a creation chooses about a scenario, in the query or in the body. */

const MAX_NAME_LENGTH = MAX_TEXT_CHARACTERS;

const TIME = "a time such as 2026-11-23T18:30:00 in the years 2 to 9998, in UTC unless it says otherwise";

function createdAt(error: string) {
  return z
    .string()
    .transform((given) => parseTime(given))
    .refine((time) => time !== null && isCreationTime(time), error)
    .transform((time) => formatTime(time ?? 0))
    .optional();
}

const aTag = (error: string) => z.string().min(1, error).max(MAX_TAG_CHARACTERS, error).refine(isReadableId, error);

const TAGS_QUERY = `at most ${MAX_TAGS} of 1 to ${MAX_TAG_CHARACTERS} characters each, without control characters`;

/** In a query tags stand one by one, and the properties are the text of a JSON object. */
export const ScenarioQuery = lazySchema(() =>
  z.object({
    name: text()
      .unwrap()
      .min(1, "text of at least one character")
      .optional()
      .meta({ parameter: { type: "string", minLength: 1, maxLength: MAX_NAME_LENGTH } })
      .describe("Its property `name`."),
    creation_date: createdAt(TIME)
      .meta({ parameter: { type: "string" } })
      .describe("When it counts as created (ISO 8601), which decides its cycle. Default: now."),
    tags: z
      .array(aTag(TAGS_QUERY))
      .max(MAX_TAGS, TAGS_QUERY)
      .optional()
      .meta({
        parameter: {
          type: "array",
          items: { type: "string", minLength: 1, maxLength: MAX_TAG_CHARACTERS },
          maxItems: MAX_TAGS,
        },
      })
      .describe("Its tags: `tags=a&tags=b`."),
    properties: z
      .string()
      .transform(objectOf)
      .optional()
      .meta({ parameter: { type: "string" } })
      .describe("Its properties as a JSON object. They go before those of the configuration."),
  }),
);

const NAME_LENGTH = `Length must be between 1 and ${MAX_NAME_LENGTH}.`;
const UNREADABLE = "May not contain control characters.";
const TAG_LENGTH = `Length must be between 1 and ${MAX_TAG_CHARACTERS}.`;

export const ScenarioBody = lazySchema(() =>
  z.strictObject({
    name: z.string().min(1, NAME_LENGTH).max(MAX_NAME_LENGTH, NAME_LENGTH).refine(isReadableId, UNREADABLE).optional(),
    creation_date: createdAt(`Must be ${TIME}.`),
    tags: z
      .array(z.string().min(1, TAG_LENGTH).max(MAX_TAG_CHARACTERS, TAG_LENGTH).refine(isReadableId, UNREADABLE))
      .max(MAX_TAGS, `Longer than maximum length ${MAX_TAGS}.`)
      .optional(),
    properties: PropertiesField().optional(),
  }),
);

/** Properties in a body; their `name` is shown as the entity's. */
const PropertiesField = lazySchema(() =>
  z
    .record(z.string(), z.unknown())
    .refine(({ name }) => isName(name), { path: ["name"], error: "Not a valid string." }),
);

const isName = (name: unknown): boolean => name === undefined || name === null || typeof name === "string";

function objectOf(given: string, context: z.core.$RefinementCtx): Readonly<Record<string, unknown>> {
  const parsed = parsePythonJson(given);
  const refuse = (message: string): never => {
    context.issues.push({ code: "custom", input: given, message });
    return z.NEVER;
  };
  if (!parsed.ok && parsed.reason === "malformed")
    return refuse(`a JSON object; it is not JSON ${jsonErrorText(jsonError(given, true))}`);
  const properties = parsed.ok ? z.record(z.string(), z.unknown()).safeParse(parsed.value) : null;
  if (properties?.success !== true) return refuse("a JSON object");
  return isName(properties.data.name) ? properties.data : refuse("a JSON object whose 'name' is a text");
}
