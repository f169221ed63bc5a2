import * as z from "zod";
import { COMPATS } from "../../core/config/settings/http-settings.ts";
import type { Route } from "../../http/pipeline/action.ts";
import { inputSchema } from "./components.ts";
import type { JsonSchema, ParameterObject } from "./openapi-types.ts";

/** The operation's parameters: the id of the path, the query as its schema says, and headers that change the answer. */
export function parametersOf(route: Route): readonly ParameterObject[] {
  const id = route.path.includes("{id}") ? [pathParameter(route)] : [];
  const query = Object.entries(route.query().shape).map(([name, schema]) => queryParameter(name, schema as z.ZodType));
  return [...id, ...query, ...headerParameters(route)];
}

/** Descriptions of `{id}` by the first segment of the path. */
const IDS: Readonly<Record<string, string>> = {
  config: "The config's id.",
  versions: "The version's number.",
};

function pathParameter({ path }: Route): ParameterObject {
  const [, group = ""] = /^\/api\/v1\/(\w+)\//.exec(path) ?? [];
  const description = `${IDS[group] ?? "The entity's id."} Percent-encoded.`;
  return { name: "id", in: "path", required: true, description, schema: { type: "string", minLength: 1 } };
}

function queryParameter(name: string, schema: z.ZodType): ParameterObject {
  const { description = "", parameter } = z.globalRegistry.get(schema) ?? {};
  const required = !schema.safeParse(undefined).success;
  return { name, in: "query", required, description, schema: (parameter as JsonSchema | undefined) ?? bare(schema) };
}

function bare(schema: z.ZodType): JsonSchema {
  const { description: _, ...rest } = inputSchema(schema);
  return rest;
}

const header = (name: string, description: string): ParameterObject => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string" },
});

const IF_NONE_MATCH = header(
  "If-None-Match",
  "Answer 304 without a body when the entity tag is still this one, or one of these.",
);

const TAIPY_COMPAT: ParameterObject = {
  ...header(
    "Taipy-Compat",
    "`strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented.",
  ),
  schema: { type: "string", enum: COMPATS },
};

function headerParameters(route: Route): readonly ParameterObject[] {
  return [...conditions(route), ...(route.isTaipys ? [TAIPY_COMPAT] : [])];
}

function conditions({ answer }: Route): readonly ParameterObject[] {
  switch (answer.kind) {
    case "content":
      return [
        header("Range", "A range of bytes, such as `bytes=0-99`."),
        IF_NONE_MATCH,
        header("If-Range", "Ignore `Range` unless the content has this entity tag."),
      ];
    case "entity":
    case "openApiJson":
    case "openApiYaml":
    case "pageFile":
    case "taggedValue":
      return [IF_NONE_MATCH];
    default:
      return [];
  }
}
