import * as z from "zod";
import { component } from "../components.ts";

const TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?";

/** Built anew each time, because a description belongs to the schema that carries it. */
export const timestamp = (description: string) =>
  z
    .string()
    .regex(new RegExp(`^${TIME}$`))
    .meta({ description: `${description} UTC, ISO 8601 without an offset.`, examples: ["2026-11-23T18:30:00.123456"] });

/** Dates that a caller gave with an offset keep it. */
export const timestampWithOffset = (description: string) =>
  z
    .string()
    .regex(new RegExp(`^${TIME}([+-]\\d{2}:\\d{2})?$`))
    .meta({ description: `${description} ISO 8601; UTC unless it has an offset.`, examples: ["2026-11-01T00:00:00"] });

/** The form that Taipy gives to a job's date. */
export const spacedTimestamp = (description: string) =>
  z
    .string()
    .regex(new RegExp(`^${TIME.replace("T", " ")}$`))
    .meta({
      description: `${description} UTC, with a space before the time.`,
      examples: ["2026-11-23 18:30:00.123456"],
    });

export const id = (description: string, example: string) => z.string().meta({ description, examples: [example] });

export const Properties = component(
  "Properties",
  z.record(z.string(), z.unknown()).describe("Free values that a configuration or a caller attached, by their names."),
);

export const Subscriber = component(
  "Subscriber",
  z
    .object({
      fct_name: z.string().describe("The function's name."),
      fct_params: z.array(z.unknown()).describe("Arguments before those of the notification."),
      fct_module: z.string().describe("Where the function is defined."),
    })
    .describe("A function that is told of changes of a job's status."),
);

export const version = () =>
  z.string().meta({
    description: "The number of the application's version that it belongs to; `latest` without one.",
    examples: ["1.0"],
  });

export const ids = (description: string) => z.array(z.string()).describe(description);

/** `Scope.CYCLE`, `Status.COMPLETED`, …: the names that Python gives to the members of an enumeration. */
export function memberName<Prefix extends string, const Names extends readonly [string, ...string[]]>(
  prefix: Prefix,
  names: Names,
) {
  const members = names.map((name) => `${prefix}.${name}`) as { [Key in keyof Names]: `${Prefix}.${Names[Key]}` };
  return z.enum(members);
}
