import { openApiDocument } from "../../../src/dev/openapi/openapi-document.ts";
import type { HttpVerb, OpenApiDocument, Operation, ResponseObject } from "../../../src/dev/openapi/openapi-types.ts";

/** An answer as a test has met it. */
export interface MetAnswer {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
}

/** What the document says about an answer. */
export interface DocumentedAnswer {
  /** Where its body's schema stands in the document; null = nothing is said of the body. */
  readonly schema: string | null;
}

let known: OpenApiDocument | null = null;

/** The document that all answers are held against. */
export function testedDocument(): OpenApiDocument {
  known ??= openApiDocument({ version: "1.0", serverUrl: "http://127.0.0.1" });
  return known;
}

const ERROR_ANSWER = "/components/schemas/ErrorAnswer";
/** Answers of paths and methods that the document does not have; 503 while the service is closed or refuses to run. */
const OUTSIDE: Readonly<Record<number, string>> = {
  400: ERROR_ANSWER,
  403: ERROR_ANSWER,
  404: ERROR_ANSWER,
  405: ERROR_ANSWER,
  414: ERROR_ANSWER,
  503: "/components/schemas/UnavailableAnswer",
};

/** @throws when the document allows no such answer */
export function documentedAnswer({ method, path, status, headers }: MetAnswer): DocumentedAnswer {
  const found = operationAt(method, path);
  if (method === "OPTIONS") return { schema: null };
  if (found === null) {
    const schema = OUTSIDE[status];
    if (schema === undefined) throw new Error(`no operation answers ${status} here`);
    return { schema: method === "HEAD" ? null : schema };
  }
  const response = responseAt(found.operation, status);
  if (response === null) throw new Error(`${found.operation.operationId} has no answer ${status}`);
  const [header] = undocumentedHeaders(response.object, headers);
  if (header !== undefined) throw new Error(`${found.operation.operationId} has no header ${header} at ${status}`);
  const mediaTypes = Object.keys(response.object.content ?? {});
  if (method === "HEAD" || mediaTypes.length === 0) return { schema: null };
  const type = headers.get("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "none";
  const media = mediaTypes.find((name) => name === type) ?? mediaTypes.find((name) => name === "*/*");
  if (media === undefined)
    throw new Error(`${found.operation.operationId} answers ${status} as ${mediaTypes}, not as ${type}`);
  if (media !== "application/json") return { schema: null };
  const isStrict = headers.get("Taipy-Compat") === "strict" && response.object.content?.[media]?.["x-taipy-strict"];
  const schema = isStrict ? "x-taipy-strict" : "schema";
  return { schema: `${response.location(found.location)}/content/${escaped(media)}/${schema}` };
}

/** Headers that the document describes, but not for this answer. */
function undocumentedHeaders(response: ResponseObject, headers: Headers): readonly string[] {
  const described = Object.keys(testedDocument().components.headers);
  return described.filter((name) => headers.has(name) && response.headers[name] === undefined);
}

interface Found {
  readonly operation: Operation;
  readonly location: string;
}

function operationAt(method: string, path: string): Found | null {
  const verb = (method === "HEAD" ? "get" : method.toLowerCase()) as HttpVerb;
  // Dots in a path are gone before the Worker sees them, and slashes side by side count as one.
  const name = new URL(`http://localhost${path}`).pathname.replace(/\/{2,}/g, "/");
  for (const [template, pattern] of patterns()) {
    const operation = pattern.test(name) ? testedDocument().paths[template]?.[verb] : undefined;
    if (operation !== undefined) return { operation, location: `/paths/${escaped(template)}/${verb}` };
  }
  return null;
}

let compiled: readonly (readonly [template: string, pattern: RegExp])[] | null = null;

/** As the router matches: fixed segments first, `{id}` is one segment, a slash at the end does not matter. */
function patterns(): readonly (readonly [template: string, pattern: RegExp])[] {
  compiled ??= Object.keys(testedDocument().paths).map((template) => {
    const source = template
      .replace(/\/$/, "")
      .replaceAll(".", "\\.")
      .replaceAll(/\{\w+\}/g, "[^/]+");
    return [template, new RegExp(`^${source}/*$`)] as const;
  });
  return compiled;
}

interface FoundResponse {
  readonly object: ResponseObject;
  readonly location: (operation: string) => string;
}

function responseAt({ responses }: Operation, status: number): FoundResponse | null {
  const response = responses[status];
  if (response === undefined) return null;
  if (!("$ref" in response)) return { object: response, location: (operation) => `${operation}/responses/${status}` };
  const location = response.$ref.replace(/^#/, "");
  const object = testedDocument().components.responses[location.split("/").at(-1) ?? ""];
  if (object === undefined) throw new Error(`${response.$ref} is not in the document`);
  return { object, location: () => location };
}

/** A name as a token of a JSON pointer. */
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
