import type * as z from "zod";
import { type FieldErrors, TaipyError } from "../../core/errors.ts";
import type { Memory } from "../../core/ports/memory.ts";
import { VALUE_MEMORY } from "../../core/values/budget.ts";
import { JSON_CHARACTER_BYTES, MAX_JSON_DEPTH } from "../../core/values/json-scan.ts";
import type { Numbers, ParsedJson } from "../../core/values/json-text.ts";
import { parsePythonJson } from "./python-json.ts";
import { mediaTypeOf } from "./request-headers.ts";

const MEBIBYTE = 1_024 * 1_024;
export const BODY_LIMIT = MEBIBYTE;
/** No JSON text with more characters fits the budget of a value. */
export const VALUE_LIMIT = VALUE_MEMORY / JSON_CHARACTER_BYTES;
/** Many clients read the answer only after they have sent their body, so this much of a refused body is read and dropped. */
const READ_OFF_LIMIT = 64 * MEBIBYTE;

/** What curl declares by itself, also for JSON. */
const FORM = "application/x-www-form-urlencoded";

/** Taipy's own texts. */
const NOT_JSON = "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.";
const MALFORMED = "The browser (or proxy) sent a request that this server could not understand.";

/**
 * The JSON value of a body; it may be declared as {@link FORM}. Throws `unsupported_media_type`, else `body_too_large`, else
 * `invalid_body`.
 */
export async function readJson(request: Request, limit: number, numbers?: Numbers): Promise<unknown> {
  refuseOthers(request);
  return parsedValue(parsePythonJson(await readText(request, limit), numbers), request);
}

/** The value of a data node in a body, with numbers as they were written; as {@link readJson}, and `value_too_large` or `memory_busy`. */
export async function readValue(request: Request, limit: number, memory: Memory): Promise<unknown> {
  refuseOthers(request);
  const text = await readText(request, limit);
  return memory.use(text.length, async (budget) => parsedValue(parsePythonJson(text, "written", budget), request));
}

/** As {@link readJson}, but no body at all is `undefined`. */
export async function readOptionalJson(request: Request, limit: number, numbers?: Numbers): Promise<unknown> {
  const text = await readText(request, limit);
  if (text === "") return undefined;
  refuseOthers(request);
  return parsedValue(parsePythonJson(text, numbers), request);
}

/** As Taipy reads the body of a GET: `undefined` when it is absent, malformed or not declared as JSON. */
export async function readLenientJson(request: Request, limit: number, numbers?: Numbers): Promise<unknown> {
  if (!isJson(request)) return undefined;
  const text = await readText(request, limit);
  const parsed = parsePythonJson(text, numbers);
  return !parsed.ok && parsed.reason === "malformed" ? undefined : parsedValue(parsed, request);
}

function parsedValue(parsed: ParsedJson, request: Request): unknown {
  if (parsed.ok) return parsed.value;
  if (parsed.reason === "malformed") throw isJson(request) ? new TaipyError("invalid_body", MALFORMED) : notJson();
  throw new TaipyError("invalid_body", `The JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`);
}

const notJson = (): TaipyError => new TaipyError("unsupported_media_type", NOT_JSON);

function refuseOthers(request: Request): void {
  if (!isJson(request) && mediaTypeOf(request) !== FORM) throw notJson();
}

/** `application/json` or `application/…+json`, with any parameters. */
function isJson(request: Request): boolean {
  const type = mediaTypeOf(request);
  return type === "application/json" || (type.startsWith("application/") && type.endsWith("+json"));
}

/** The body as text. Its declared size is checked first, and its bytes are counted, because the declaration may be false. */
async function readText(request: Request, limit: number): Promise<string> {
  if (request.body === null) return "";
  const isTooLarge = Number(request.headers.get("Content-Length") ?? 0) > limit;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let text = "";
  let size = 0;
  try {
    for await (const chunk of request.body as ReadableStream<Uint8Array>) {
      size += chunk.byteLength;
      if (!isTooLarge && size <= limit) text += decoder.decode(chunk, { stream: true });
      else if (size > limit + READ_OFF_LIMIT) break;
    }
    if (isTooLarge || size > limit) throw tooLarge(limit);
    return text + decoder.decode();
  } catch (error) {
    // The stream broke off, or its bytes are not UTF-8: the caller's fault.
    throw error instanceof TaipyError ? error : new TaipyError("invalid_body", MALFORMED);
  }
}

/** Reads the rest of a refused body, up to {@link READ_OFF_LIMIT}, and drops it. */
export async function discardBody({ body }: Request): Promise<void> {
  if (body === null || body.locked) return;
  const reader = body.getReader();
  try {
    for (let size = 0; size <= READ_OFF_LIMIT; ) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The caller has closed the connection.
  }
}

const tooLarge = (limit: number): TaipyError =>
  new TaipyError("body_too_large", `The body is larger than ${limit} bytes (${limit / MEBIBYTE} MiB).`, {
    details: { limit },
  });

type Issue = z.core.$ZodIssue;

/** Parses a body; throws `validation_failed` with the texts of Taipy's validation, field by field. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  throw new TaipyError("validation_failed", summary(errors), { errors });
}

/** A tree while it grows: texts at the leaves. Without a prototype, because the caller chose the names. */
interface Tree {
  [field: string]: string[] | Tree;
}

function fieldErrors(error: z.ZodError): FieldErrors {
  const root = emptyTree();
  for (const issue of error.issues) {
    for (const [path, text] of problems(issue)) add(root, path, text);
  }
  return root;
}

const emptyTree = (): Tree => Object.create(null) as Tree;

/** The path and text of each problem; an issue about unknown keys is one problem a key. */
function problems(issue: Issue): [path: string[], text: string][] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => [[...path, key], "Unknown field."]);
  const text = problemText(issue);
  return [[text === INVALID_INPUT ? [...path, "_schema"] : path, text]];
}

const INVALID_INPUT = "Invalid input type.";

function problemText(issue: Issue): string {
  if (issue.code !== "invalid_type") return issue.message;
  if (issue.expected === "object") return INVALID_INPUT;
  if (issue.input === undefined) return "Missing data for required field.";
  if (issue.input === null) return "Field may not be null.";
  if (issue.expected === "record") return "Not a valid mapping type.";
  if (issue.expected === "array") return "Not a valid list.";
  return `Not a valid ${issue.expected}.`;
}

function add(tree: Tree, [head = "_schema", ...rest]: readonly string[], text: string): void {
  const there = tree[head];
  if (rest.length === 0) {
    tree[head] = Array.isArray(there) ? [...there, text] : [text];
    return;
  }
  const branch = there === undefined || Array.isArray(there) ? emptyTree() : there;
  tree[head] = branch;
  add(branch, rest, text);
}

function summary(errors: FieldErrors): string {
  const lines = Object.entries(errors).map(([field, texts]) =>
    Array.isArray(texts) ? `${field}: ${texts.join(" ")}` : `${field}: ${summary(texts as FieldErrors)}`,
  );
  return lines.join(" ").replaceAll("_schema: ", "");
}
