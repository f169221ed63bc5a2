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
  /** The answer has no more keys than the recorded one. */
  readonly exact?: boolean;
}

/** The differences between an answer and the recorded one: status, allowed methods, content type, content. */
export function checkAnswer(
  expected: RecordedResponse,
  answer: RawAnswer,
  bindings: Bindings,
  { statusOnly = false, exact = false }: CheckOptions = {},
): Difference[] {
  const found: Difference[] = [];
  if (answer.status !== expected.status) {
    found.push({
      path: "status",
      expected: String(expected.status),
      actual: `${answer.status} ${answer.text.slice(0, 300)}`,
    });
  }
  const type = answer.headers["content-type"] ?? "none";
  const wanted = expected.headers["content-type"] ?? "application/json";
  if (type !== wanted) found.push({ path: "content-type", expected: wanted, actual: type });
  const body = jsonOf(answer);
  if (body === undefined) found.push({ path: "$", expected: "JSON", actual: answer.text.slice(0, 300) });
  if (found.length > 0 || statusOnly) return found;
  const allowed = methods(answer.headers.allow);
  const missing = methods(expected.headers.allow).filter((method) => !allowed.includes(method));
  if (missing.length > 0) {
    found.push({ path: "allow", expected: expected.headers.allow ?? "", actual: answer.headers.allow ?? "none" });
  }
  if (expected.body !== undefined) found.push(...differences(expected.body, body, bindings, exact));
  return found;
}

function methods(allow: string | undefined): string[] {
  return (allow ?? "")
    .split(",")
    .map((method) => method.trim())
    .filter((method) => method !== "");
}
