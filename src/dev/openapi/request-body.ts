import type { Route } from "../../http/pipeline/action.ts";
import type { BodyContract } from "../../http/pipeline/endpoint.ts";
import { inputSchema, referenceTo } from "./components.ts";
import { exampleBody } from "./examples.ts";
import type { JsonSchema, RequestBodyObject } from "./openapi-types.ts";
import { DataNodeValue } from "./schemas/field-schemas.ts";
import { ReadFilter } from "./schemas/filter.ts";

interface Input {
  readonly required: boolean;
  readonly description: string;
  readonly mediaType: string;
  readonly schema: JsonSchema;
}

const JSON_TYPE = "application/json";
const ANY_BYTES: JsonSchema = {};

function inputOf(body: BodyContract): Input | null {
  switch (body.kind) {
    case "none":
      return null;
    case "json": {
      const description = body.required
        ? "The parameters of the request."
        : "The same as query parameters, which go before it.";
      return { required: body.required, description, mediaType: JSON_TYPE, schema: inputSchema(body.schema()) };
    }
    case "value":
      return {
        required: true,
        description: "Any JSON value.",
        mediaType: JSON_TYPE,
        schema: { ...referenceTo(DataNodeValue) },
      };
    case "filter":
      return {
        required: false,
        description: "Which rows are read; none = all.",
        mediaType: JSON_TYPE,
        schema: { ...referenceTo(ReadFilter) },
      };
    case "content":
      return { required: true, description: "The bytes of the file.", mediaType: "*/*", schema: ANY_BYTES };
  }
}

/** OpenAPI 3.1 allows a body with GET, which HTTP gives no meaning. */
const WITH_GET =
  "As Taipy takes it. Browsers and many other clients send no body with GET: POST takes the same, and `operators` and " +
  "`join_operator` of the query, too.";

/** The body that the operation reads. */
export function requestBodyOf({ id, method, body }: Route): RequestBodyObject | null {
  const input = inputOf(body);
  if (input === null) return null;
  const { required, mediaType, schema } = input;
  const description = method === "GET" ? `${input.description} ${WITH_GET}` : input.description;
  return { required, description, content: { [mediaType]: { schema, ...exampleBody(id) } } };
}
