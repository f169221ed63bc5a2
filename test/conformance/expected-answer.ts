import type { Improvement } from "./improvements.ts";
import type { RecordedResponse } from "./recording.ts";

/** What this service answers where it improves on the original: the listed answer, or the recorded one, changed as listed. */
export function expectedAnswer(recorded: RecordedResponse, { answer }: Improvement): RecordedResponse {
  if ("status" in answer) {
    return { status: answer.status, headers: { "content-type": "application/json" }, body: answer.body ?? {} };
  }
  return {
    ...recorded,
    body: "without" in answer ? without(recorded.body, answer.without) : traced(recorded.body, answer.trace),
  };
}

/** The same value without the list items that mention a text. */
function without(value: unknown, text: string): unknown {
  return mapDeep(value, (item) =>
    Array.isArray(item) ? item.filter((each) => !JSON.stringify(each).includes(text)) : item,
  );
}

/** The same value with a stack trace of one text that mentions the error in place of each recorded trace. */
function traced(value: unknown, error: string): unknown {
  return mapDeep(value, (item) => {
    if (typeof item !== "object" || item === null || !("stacktrace" in item)) return item;
    const { stacktrace } = item;
    const isEmpty = Array.isArray(stacktrace) && stacktrace.length === 0;
    return isEmpty ? item : { ...item, stacktrace: [`<TEXT>${error}<TEXT>`] };
  });
}

/** Applies a change to every list and object, outermost first. */
function mapDeep(value: unknown, change: (value: unknown) => unknown): unknown {
  const changed = change(value);
  if (Array.isArray(changed)) return changed.map((item) => mapDeep(item, change));
  if (typeof changed !== "object" || changed === null) return changed;
  return Object.fromEntries(Object.entries(changed).map(([key, item]) => [key, mapDeep(item, change)]));
}
