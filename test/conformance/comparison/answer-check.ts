import type { RawAnswer } from "../../harness/send.ts";
import type { RecordedResponse } from "../recording.ts";
import { type Difference, differences } from "./compare.ts";
import { parseLenient } from "./lenient-json.ts";
import type { Bindings } from "./placeholders.ts";

/** The JSON of an answer; undefined = the answer is no JSON. */
export function jsonOf(answer: RawAnswer): unknown {
  try {
    return parseLenient(answer.text);
  } catch {
    return undefined;
  }
}

export interface CheckOptions {
  /** Compare the status and the kind of the answer, not its content. */
  readonly statusOnly?: boolean;
  /** Errors have exactly the recorded keys. */
  readonly exactErrors?: boolean;
}

/** The differences between an answer and the recorded one: status, allowed methods, content type, content. */
export function checkAnswer(
  expected: RecordedResponse,
  answer: RawAnswer,
  bindings: Bindings,
  { statusOnly = false, exactErrors = false }: CheckOptions = {},
): Difference[] {
  const found: Difference[] = [];
  if (answer.status !== expected.status) {
    found.push({
      path: "status",
      expected: String(expected.status),
      actual: `${answer.status} ${answer.text.slice(0, 300)}`,
    });
  }
  if (!/^application\/(\w+\+)?json\b/.test(answer.headers["content-type"] ?? "")) {
    found.push({ path: "content-type", expected: "JSON", actual: answer.headers["content-type"] ?? "none" });
  }
  const body = jsonOf(answer);
  if (body === undefined) found.push({ path: "$", expected: "JSON", actual: answer.text.slice(0, 300) });
  if (found.length > 0 || statusOnly) return found;
  const allowed = methods(answer.headers.allow);
  const missing = methods(expected.headers.allow).filter((method) => !allowed.includes(method));
  if (missing.length > 0) {
    found.push({ path: "allow", expected: expected.headers.allow ?? "", actual: answer.headers.allow ?? "none" });
  }
  // The original answers some errors as HTML. The same status with JSON counts as equal.
  if (expected.headers["content-type"]?.startsWith("text/html")) return found;
  if (expected.body !== undefined) found.push(...differences(expected.body, body, bindings));
  if (exactErrors && expected.status >= 400) found.push(...unexpectedKeys(expected.body, body));
  return found;
}

function unexpectedKeys(expected: unknown, actual: unknown): Difference[] {
  const recorded = Object.keys(Object(expected));
  return Object.keys(Object(actual))
    .filter((key) => !recorded.includes(key))
    .map((key) => ({ path: `$.${key}`, expected: "no such key", actual: "present" }));
}

function methods(allow: string | undefined): string[] {
  return (allow ?? "")
    .split(",")
    .map((method) => method.trim())
    .filter((method) => method !== "");
}
