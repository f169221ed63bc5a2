import type { Route } from "../../http/pipeline/action.ts";
import type { BodyContract } from "../../http/pipeline/endpoint.ts";
import { inputSchema, referenceTo } from "./components.ts";
import { exampleBody } from "./examples.ts";
import type { JsonSchema, RequestBodyObject } from "./openapi-types.ts";
import { ReadFilter } from "./schemas/filter.ts";

interface Input {
  readonly required: boolean;
  readonly description: string;
  readonly mediaType: string;
  readonly schema: JsonSchema;
}

const JSON_TYPE = "application/json";
const ANY_VALUE: JsonSchema = {};

function inputOf(body: BodyContract): Input | null {
  switch (body.kind) {
    case "none":
      return null;
    case "json": {
      const description = body.required
        ? "The parameters of the request."
        : "The same as the query parameters, which it goes before.";
      return { required: body.required, description, mediaType: JSON_TYPE, schema: inputSchema(body.schema()) };
    }
    case "value":
      return { required: true, description: "Any JSON value.", mediaType: JSON_TYPE, schema: ANY_VALUE };
    case "filter":
      return {
        required: false,
        description: "Which rows are read; none = all.",
        mediaType: JSON_TYPE,
        schema: { ...referenceTo(ReadFilter) },
      };
    case "content":
      return { required: true, description: "The bytes of the file.", mediaType: "*/*", schema: ANY_VALUE };
  }
}

/** The body that the operation reads. The body of a GET is left out: few clients can send it, and POST takes the same. */
export function requestBodyOf({ id, method, body }: Route): RequestBodyObject | null {
  const input = method === "GET" ? null : inputOf(body);
  if (input === null) return null;
  const { required, description, mediaType, schema } = input;
  return { required, description, content: { [mediaType]: { schema, ...exampleBody(id) } } };
}
