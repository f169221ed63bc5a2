import * as z from "zod";
import { ERROR_CODES, type ErrorCode } from "../../../core/errors.ts";
import { component } from "../components.ts";
import { timestamp } from "./field-schemas.ts";
import { Health, Message } from "./service.ts";

const OF_OTHER_SCHEMAS: readonly ErrorCode[] = ["validation_failed", "configuration_refused"];
const codes = ERROR_CODES.filter((code) => !OF_OTHER_SCHEMAS.includes(code));

type FieldErrors = { readonly [field: string]: string[] | FieldErrors };

const FieldErrors: z.ZodType<FieldErrors> = component(
  "FieldErrors",
  z
    .lazy(() => z.record(z.string(), z.union([z.array(z.string()), FieldErrors])))
    .describe("The problems of each field; those inside of it by their own names, items of a list by their index."),
);

const unknown = z
  .array(
    z.strictObject({
      name: z.string().describe("With the names of the objects around it, as in `operators.0.kye`."),
      in: z.enum(["query", "body"]),
      nearest: z.string().nullable().describe("The known name that may have been meant."),
      known: z.array(z.string()).describe("All names that are known there."),
    }),
  )
  .optional()
  .describe("Names in the request that the operation does not know; at most twenty.");

/** RFC 9457, with Taipy's `message` beside it. */
const problem = {
  message: z.string().describe("What was wrong, in Taipy's words where it has some."),
  type: z.string().describe("The kind of problem as a URN: `urn:taipy-edge:problem:<code>`."),
  title: z.string().describe("The kind of problem in words."),
  status: z.int().min(400).max(599).describe("The answer's status."),
  detail: z.string().describe("The same as `message`, or more than Taipy's words."),
  instance: z.string().describe("The requested path."),
  retryable: z.boolean().describe("Whether the same request may be sent again as it is: it may succeed later."),
  retry_after_s: z.number().optional().describe("When to send it again; the same as the header `Retry-After`."),
  request_id: z.string().describe("The same as the header `X-Request-Id`."),
  trace: z.string().optional().describe("Where it happened; only with the global setting `testing`."),
};

const parts = z.union([z.string(), z.array(z.string())]);

const StructureChange = component(
  "StructureChange",
  z.strictObject({
    path: z.string().describe("`TASK.predict.inputs`, as in an exported configuration."),
    was: parts.describe("When the entity was created."),
    is: parts.nullable().describe("In the configuration now; null = it is gone."),
  }),
);

const Misfit = component(
  "Misfit",
  z.strictObject({
    row: z.int().min(1).nullable().describe("Without the header, from 1 on; null = the value is no table."),
    column: z.string().nullable().describe("Its name; null = the row as a whole, or no table."),
    path: z.string().describe("The place in the cell or value, such as `/averages/01-31`; empty = all of it."),
    reason: z.string().describe("What the schema says about it."),
  }),
);

const Problem = component(
  "Problem",
  z
    .strictObject({
      ...problem,
      code: z.enum(codes).describe("The kind of problem; it does not change."),
      parameter: z.string().optional().describe("The query parameter that is not valid."),
      unknown,
      line: z.int().optional().describe("Of the first error in a text that is no JSON."),
      column: z.int().optional().describe("In that line, from 1."),
      excerpt: z.string().optional().describe("The text there; at most 40 characters."),
      header: z.string().optional().describe("The header that is not valid."),
      failures: z.array(Misfit).optional().describe("Where the value does not fit its schema; 20 at most."),
      limit: z.number().optional().describe("How many bytes are possible."),
      expansion: z.string().optional().describe("What takes most of the memory, such as `cells`."),
      count: z.number().nullable().optional().describe("How many of it the value has up to `where`."),
      where: z.string().nullable().optional().describe("Where in the value or file the memory ends."),
      size: z.number().optional().describe("How many bytes there are."),
      key: z.string().nullable().optional().describe("The key of the value that cannot be reached."),
      edit_number: z.number().optional().describe("The number of the edit that it is about."),
      editor_id: z.string().nullable().optional().describe("Who has reserved the data node."),
      editor_expiration_date: timestamp("When the reservation ends.").nullable().optional(),
      comment: z.string().nullable().optional().describe("What the editor says about the reservation."),
      version: z.string().optional().describe("The version whose configuration has changed."),
      differences: z.number().optional().describe("How many settings have changed."),
      changes: z.array(StructureChange).optional().describe("What has changed since it was created; 50 at most."),
      missing_role: z.string().optional().describe("The role that the caller lacks."),
    })
    .describe("What was wrong."),
);

const ValidationProblem = component(
  "ValidationProblem",
  z
    .strictObject({ ...problem, code: z.literal("validation_failed"), errors: FieldErrors, unknown })
    .catchall(z.union([z.array(z.string()), FieldErrors]))
    .describe("A body that is not valid. The problems stand in `errors` and, as Taipy answers them, beside it."),
);

const STRICT = "In an answer with the header `Taipy-Compat: strict` the body is exactly Taipy's.";

/** A refusal that names no field of the body. */
export const ErrorAnswer = component("ErrorAnswer", z.xor([Problem, Message]).describe(STRICT));

/** A refusal of a request whose body is checked field by field. */
export const InputErrorAnswer = component(
  "InputErrorAnswer",
  z.xor([Problem, ValidationProblem, Message, FieldErrors]).describe(STRICT),
);

/** A fault of the service itself. */
export const InternalError = component(
  "InternalError",
  z.xor([Problem, z.strictObject({ message: z.literal("Internal Server Error") })]).describe(STRICT),
);

const ConfigurationRefused = component(
  "ConfigurationRefused",
  z.strictObject({
    ...problem,
    code: z.literal("configuration_refused"),
    errors: z
      .array(
        z.strictObject({
          level: z.string(),
          section: z.string().optional(),
          field: z.string(),
          message: z.string(),
          file: z.string().optional(),
          line: z.int().optional(),
          column: z.int().optional(),
        }),
      )
      .optional()
      .describe("What is wrong with the configuration; only with the global setting `testing`."),
  }),
);

export const UnavailableAnswer = component(
  "UnavailableAnswer",
  z.xor([Problem, ConfigurationRefused, Message]).describe(STRICT),
);

/** What `/health` answers when a part fails, or when nothing runs. */
export const UnhealthyAnswer = component("UnhealthyAnswer", z.xor([Health, ConfigurationRefused, Message]));
