import type { OpenAPI3, SchemaObject } from "openapi-typescript";
import { openApiDocument } from "../../src/dev/openapi/openapi-document.ts";
import { STRICT } from "../../src/dev/openapi/schemas/strict.ts";

/** The OpenAPI document as far as the client's types can say it. */
export function clientDocument(): OpenAPI3 {
  const document: OpenAPI3 = JSON.parse(JSON.stringify(openApiDocument({ version: "1.0" }), withoutExamples));
  const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item));
  // The platform's `fetch` sends no body with GET.
  for (const item of Object.values(document.paths ?? {})) withoutBody("get" in item ? item.get : undefined);
  for (const responses of [document.components?.responses, ...operations.map((operation) => operation.responses)]) {
    for (const response of Object.values(responses ?? {})) withoutHeaders(response as object);
  }
  delete document.components?.headers;
  const schemas = document.components?.schemas ?? {};
  for (const name of Object.keys(schemas)) if (name.startsWith(STRICT)) delete schemas[name];
  withoutStrictErrors(schemas);
  for (const schema of Object.values(schemas)) withoutLoneNulls(schema as object);
  return document;
}

/** Examples are for readers of the reference; as comments they would be half of the file. The client never asks for Taipy's view. */
const LEFT_OUT: ReadonlySet<string> = new Set(["example", "examples", "x-taipy-strict"]);

const withoutExamples = (key: string, value: unknown): unknown => (LEFT_OUT.has(key) ? undefined : value);

function withoutBody(operation: object = {}): void {
  if ("requestBody" in operation) delete operation.requestBody;
}

/** The client hands out the platform's own responses, whose headers have no types. */
function withoutHeaders(response: { headers?: unknown }): void {
  delete response.headers;
}

/** The client asks for no bare body of Taipy's, and the problems of fields stand in `errors` as well. */
function withoutStrictErrors(schemas: Record<string, SchemaObject>): void {
  for (const name of ["ErrorAnswer", "InputErrorAnswer"]) {
    const schema = schemas[name] as { oneOf?: { $ref: string }[]; description?: string };
    schema.oneOf = schema.oneOf?.filter(({ $ref }) => $ref.endsWith("Problem")) ?? [];
    if (schema.oneOf.length === 0) throw new Error(`${name} has no problem`);
    delete schema.description;
  }
  const { ValidationProblem } = schemas as Record<string, { additionalProperties?: unknown }>;
  delete ValidationProblem?.additionalProperties;
}

/** openapi-fetch loses fields that can only be null. */
function withoutLoneNulls({ properties = {} }: { properties?: Record<string, { type?: unknown }> }): void {
  for (const property of Object.values(properties)) {
    if (property.type === "null") property.type = ["number", "null"];
  }
}
