import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { documentedAnswer, type MetAnswer, testedDocument } from "./documented-answer.ts";

/** An answer with its body as text; null = a body that can't be read, or that the document says nothing about. */
export interface WholeAnswer extends MetAnswer {
  readonly body: string | null;
}

/** The OpenAPI document is not one schema, but its parts refer to each other by their places in it. */
const DOCUMENT_ID = "https://taipy-edge.test/openapi.json";
let ajv: Ajv2020 | null = null;

/** The check of the schema at a place in the document, compiled when it is needed first. */
function validatorAt(location: string): ValidateFunction {
  ajv ??= createAjv();
  const validate = ajv.getSchema(`${DOCUMENT_ID}#${encodeURI(location)}`);
  if (validate === undefined) throw new Error(`The document has no schema at ${location}`);
  return validate;
}

function createAjv(): Ajv2020 {
  const created = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats.default(created);
  return created.addSchema({ ...testedDocument(), $id: DOCUMENT_ID });
}

/** @throws when the OpenAPI document does not allow this answer: another status, media type, field or value */
export function validateAnswer(answer: WholeAnswer): void {
  const problem = problemOf(answer);
  if (problem === null) return;
  const { method, path, status, body } = answer;
  throw new Error(
    `The document does not allow ${method} ${path.slice(0, 200)} → ${status}: ${problem}\n${(body ?? "").slice(0, 1_000)}`,
  );
}

function problemOf(answer: WholeAnswer): string | null {
  try {
    const { schema } = documentedAnswer(answer);
    if (schema === null || answer.body === null) return null;
    return problemAt(schema, JSON.parse(answer.body));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the schema at a place in the document says against a value; null = nothing. */
export function problemAt(location: string, value: unknown): string | null {
  const validate = validatorAt(location);
  if (validate(value)) return null;
  const errors = validate.errors ?? [];
  return errors
    .map(({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`)
    .join("; ");
}

/** What the runtime answers before the Worker sees a request has no request id. */
export const isOfWorker = (headers: Headers): boolean => headers.has("X-Request-Id");

/** The answer itself, when the document allows it. A body that is JSON is read beside it, so that the test can read it too. */
export async function validated(method: string, path: string, answer: Response): Promise<Response> {
  const contentType = answer.headers.get("Content-Type");
  if (!isOfWorker(answer.headers)) return answer;
  const isJson = contentType?.startsWith("application/json") ?? false;
  const body = isJson && method !== "HEAD" ? await textOf(answer) : null;
  validateAnswer({ method, path, status: answer.status, headers: answer.headers, body });
  return answer;
}

/** null for an answer that breaks off: that is the test's matter. */
async function textOf(answer: Response): Promise<string | null> {
  try {
    return await answer.clone().text();
  } catch {
    return null;
  }
}
