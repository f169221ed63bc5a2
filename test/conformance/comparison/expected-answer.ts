import type { ChangedAnswer, Improvement } from "../differences/improvements.ts";
import type { RecordedResponse } from "../recording.ts";

/** The answer of this service where it improves on the original: the listed answer, or the recorded one with the listed changes. */
export function expectedAnswer(recorded: RecordedResponse, { answer }: Improvement): RecordedResponse {
  if ("status" in answer) {
    return { status: answer.status, headers: { "content-type": "application/json" }, body: answer.body };
  }
  return { ...recorded, body: changed(recorded.body, answer) };
}

function changed(value: unknown, change: ChangedAnswer): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item) => changedEntity(item, change))
      .filter((item) => !isDropped(item, change))
      .map((item) => changed(item, change));
  }
  const entity = changedEntity(value, change);
  if (typeof entity !== "object" || entity === null) return entity;
  return Object.fromEntries(Object.entries(entity).map(([key, item]) => [key, changed(item, change)]));
}

function isDropped(item: unknown, { without = [], withoutEntities = [] }: ChangedAnswer): boolean {
  if (typeof item === "string") return without.includes(item);
  return withoutEntities.some((text) => JSON.stringify(item).includes(text));
}

function changedEntity(value: unknown, { entities = {}, trace }: ChangedAnswer): unknown {
  if (typeof value !== "object" || value === null || !("id" in value)) return value;
  const hasTrace = "stacktrace" in value && Array.isArray(value.stacktrace) && value.stacktrace.length > 0;
  const traced = hasTrace && trace !== undefined ? { stacktrace: [`<TEXT>${trace}<TEXT>`] } : {};
  return { ...value, ...traced, ...entities[String(value.id)] };
}
