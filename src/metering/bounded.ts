import { AsyncLocalStorage } from "node:async_hooks";
import { type Deadline, within } from "../core/deadlines.ts";
import { sleep } from "../runtime.ts";

/** A call has this time at least, also at the end of the work that it belongs to. */
const MIN_MS = 1_000;

/** When the work ends that runs now, in milliseconds since 1970. */
const ends = new AsyncLocalStorage<number>();

// docs/decisions/059-no-call-without-a-deadline.md
/** The answer of a call of the platform, within its deadline and within the time that the current work has left. */
export function bounded<T>(deadline: Deadline, call: Promise<T>): Promise<T> {
  const endsAtMs = ends.getStore();
  if (endsAtMs === undefined) return within(deadline, sleep, call);
  const leftMs = Math.max(MIN_MS, endsAtMs - Date.now());
  return within({ part: deadline.part, ms: Math.min(deadline.ms, leftMs) }, sleep, call);
}

/** Runs work in which no call of the platform takes longer than until its end, which is never later than that of work around it. */
export function endsWithin<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const endsAtMs = Date.now() + ms;
  return ends.run(Math.min(endsAtMs, ends.getStore() ?? endsAtMs), work);
}
