import * as z from "zod";
import type { Field, Fields, Kind } from "../../../core/entities/fields.ts";
import { ANY_VALUE_NAME } from "../../../http/openapi/value-schemas.ts";
import { component } from "../components.ts";

const TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?";

/** `valueSchemas` of src/http/openapi says what it is. */
export const DataNodeValue = component(ANY_VALUE_NAME, z.unknown());

const timeText = (pattern: string, description: string, example: string) =>
  z
    .string()
    .regex(new RegExp(`^${pattern}$`))
    .meta({ description, examples: [example] });

/** Built anew each time, because a description belongs to the schema that carries it. */
export const timestamp = (description: string) =>
  timeText(TIME, `${description} UTC, ISO 8601 without an offset.`, "2026-11-23T18:30:00.123456");

const timestampWithOffset = (description: string) =>
  timeText(
    `${TIME}([+-]\\d{2}:\\d{2})?`,
    `${description} ISO 8601; UTC unless it has an offset.`,
    "2026-11-01T00:00:00",
  );

const spacedTimestamp = (description: string) =>
  timeText(TIME.replace("T", " "), `${description} UTC, with a space before the time.`, "2026-11-23 18:30:00.123456");

export const Properties = component(
  "Properties",
  z.record(z.string(), z.unknown()).describe("Free values that a configuration or a caller attached, by their names."),
);

const Subscriber = component(
  "Subscriber",
  z
    .object({
      fct_name: z.string().describe("The function's name."),
      fct_params: z.array(z.unknown()).describe("Arguments before those of the notification."),
      fct_module: z.string().describe("Where the function is defined."),
    })
    .describe("A function that is called when a job's status changes."),
);

const SequenceOfScenario = component(
  "SequenceOfScenario",
  z.object({
    tasks: z.array(z.string()).describe("Ids of its tasks."),
    properties: Properties,
    subscribers: z.array(Subscriber),
  }),
);

const RecentEdit = component(
  "RecentEdit",
  z
    .object({
      number: z.int().min(1),
      timestamp: timestamp("When it was written."),
      job_id: z.string().optional().describe("The job that wrote it."),
      editor_id: z.string().optional().describe("The editor who wrote it."),
      comment: z.string().optional(),
    })
    .describe("One write; what does not apply is left out."),
);

const Reason = component(
  "Reason",
  z
    .object({
      code: z
        .string()
        .describe("The name of Taipy's class of the reason; TaskLimitReached and ApplicationLimitReached are added."),
      entity_id: z.string().nullable().describe("What it is about; null = the application."),
      message: z.string(),
    })
    .describe("Why a job waits."),
);

/** `Scope.CYCLE`, `Status.COMPLETED`, …: the names that Python gives to the members of an enumeration. */
export const memberName = (prefix: string, names: readonly string[]) =>
  z.enum(names.map((name) => `${prefix}.${name}`));

const wordsOf = ({ words = [""] }: Field) => z.enum(words);

/** The schema of a field that is not null. Schemas that have a name in the document carry no other description. */
const SCHEMAS: Readonly<Record<Kind, (field: Field) => z.ZodType>> = {
  text: () => z.string(),
  time: ({ wire, description }) => (wire === "spaced" ? spacedTimestamp(description) : timestamp(description)),
  time_with_offset: ({ description }) => timestampWithOffset(description),
  integer: ({ min }) => (min === undefined ? z.int() : z.int().min(min)),
  number: () => z.number(),
  flag: () => z.boolean(),
  word: (field) => (field.prefix === undefined ? wordsOf(field) : memberName(field.prefix, field.words ?? [])),
  texts: () => z.array(z.string()),
  properties: () => Properties,
  subscribers: () => z.array(Subscriber),
  times: (field) => z.partialRecord(wordsOf(field), timestamp("When the status was entered last.")),
  sequences: () => z.record(z.string(), SequenceOfScenario),
  recent_edits: () => z.array(RecentEdit),
  reasons: () => z.array(Reason),
  any: () => z.unknown(),
};

/** Their schemas hold the description, also where the field may be null. */
const DESCRIBED: ReadonlySet<Kind> = new Set(["time", "time_with_offset"]);

function schemaOf(field: Field): z.ZodType {
  const { kind, nullable, shownOrNull = false, description, example } = field;
  const bare = SCHEMAS[kind](field);
  const schema = nullable || shownOrNull ? bare.nullable() : bare;
  if (description === "" || DESCRIBED.has(kind)) return schema;
  return schema.meta({ description, ...(example === undefined ? {} : { examples: [example] }) });
}

/** The schemas of the fields that lists show of an entity; `detail` adds those that only the answer to a single one has. */
export function shapeOf(fields: Fields, { detail = false } = {}): Record<string, z.ZodType> {
  const shown = Object.entries(fields).filter(([, field]) => field.wire !== null && (detail || field.detail !== true));
  return Object.fromEntries(shown.map(([name, field]) => [name, schemaOf(field)]));
}
