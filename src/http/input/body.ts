import { TaipyError } from "../../core/errors.ts";
import type { Memory } from "../../core/ports/memory.ts";
import { type Budget, VALUE_MEMORY } from "../../core/values/budget.ts";
import { inOrderOfText } from "../../core/values/columns/json-order.ts";
import { refuseNumbersOutOfRange } from "../../core/values/exact/number-range.ts";
import { hasTags, untagged } from "../../core/values/exact/typed-cell.ts";
import { jsonError, jsonErrorPlace, jsonErrorText } from "../../core/values/json-error.ts";
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
const NOT_TEXT = "The body is not UTF-8 text, or it broke off.";

/** How a body is read. */
interface Reading {
  readonly limit: number;
  readonly numbers?: Numbers;
  /** The text holds passwords: no refusal quotes it. */
  readonly isSecret?: boolean | undefined;
}

/**
 * The JSON value of a body; it may be declared as {@link FORM}. Throws `unsupported_media_type`, else `body_too_large`, else
 * `invalid_body`.
 */
export async function readJson(request: Request, reading: Reading): Promise<unknown> {
  refuseOthers(request);
  return jsonOf(await readText(request, reading), request, reading);
}

/** The value of a data node in a body, with numbers and columns as they were written, and dates for Taipy's form of them; as {@link readJson}, and `value_too_large` or `memory_busy`. */
export async function readValue(request: Request, limit: number, memory: Memory): Promise<unknown> {
  refuseOthers(request);
  const reading = { limit, numbers: "written" } as const;
  const text = await readText(request, reading);
  return memory.use(text.length, async (budget) => {
    const value = jsonOf(text, request, reading, budget);
    refuseNumbersOutOfRange(text);
    const ordered = inOrderOfText(value, text, budget);
    return hasTags(text) ? untagged(ordered) : ordered;
  });
}

/** As {@link readJson}, but no body at all is `undefined`. */
export async function readOptionalJson(request: Request, reading: Reading): Promise<unknown> {
  const text = await readText(request, reading);
  if (text === "") return undefined;
  refuseOthers(request);
  return jsonOf(text, request, reading);
}

/** As Taipy reads the body of a GET: `undefined` when it is absent, malformed or not declared as JSON. */
export async function readLenientJson(request: Request, reading: Reading): Promise<unknown> {
  if (!isJson(request)) return undefined;
  const text = await readText(request, reading);
  const parsed = parsePythonJson(text, reading.numbers);
  return !parsed.ok && parsed.reason === "malformed" ? undefined : parsedValue(parsed);
}

/** The body of a request that takes none: its JSON value, or its text without blanks around it. */
export async function readUnwanted(request: Request, reading: Reading): Promise<unknown> {
  const text = await readText(request, reading);
  const parsed = parsePythonJson(text);
  return parsed.ok ? parsed.value : text.trim();
}

function jsonOf(text: string, request: Request, { numbers, isSecret }: Reading, budget: Budget | null = null): unknown {
  const parsed = parsePythonJson(text, numbers, budget);
  if (parsed.ok || parsed.reason !== "malformed") return parsedValue(parsed);
  if (!isJson(request)) throw notJson();
  throw malformed(text, isSecret);
}

/** Taipy's text, and beside it where the error is. */
function malformed(text: string, isSecret: boolean | undefined): TaipyError {
  const error = jsonError(text, true);
  const { line, column, excerpt } = error;
  const what = isSecret === true ? jsonErrorPlace(error) : jsonErrorText(error);
  const detail = `The body is not JSON ${what}`;
  const details = { detail, line, column, ...(isSecret !== true && { excerpt }) };
  return new TaipyError("invalid_body", MALFORMED, { details });
}

function parsedValue(parsed: ParsedJson): unknown {
  if (parsed.ok) return parsed.value;
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
async function readText(request: Request, { limit }: Reading): Promise<string> {
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
    if (error instanceof TaipyError) throw error;
    throw new TaipyError("invalid_body", MALFORMED, { details: { detail: NOT_TEXT } });
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
