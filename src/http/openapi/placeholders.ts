import type { JsonSchema } from "../../core/config/shapes.ts";

// docs/decisions/036-the-openapi-document-is-written-ahead.md
/** What the written document holds instead of what depends on the request. No plain text of YAML begins with `@`. */
export const PLACEHOLDERS = { version: "@version", serverUrl: "@serverUrl" } as const;

/** The name and the value of what the written document holds instead of the schemas of values. */
export const SCHEMAS_PLACEHOLDER = "@schemas";

type Name = keyof typeof PLACEHOLDERS;

const QUOTED = /"@(version|serverUrl)"/g;
const SCHEMAS = /( {0,8})"@schemas": ?"@schemas"/;

/** Texts of JSON are texts of YAML as well, so both forms are filled in alike. Only that of YAML has lines. */
export const filledIn = (
  written: string,
  values: Readonly<Record<Name, string>>,
  schemas: Readonly<Record<string, JsonSchema>>,
): string =>
  written
    .replace(QUOTED, (_, name: Name) => JSON.stringify(values[name]))
    .replace(SCHEMAS, (_, indent: string) =>
      Object.entries(schemas)
        .map(([name, schema]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(schema)}`)
        .join(indent === "" ? "," : "\n"),
    );
