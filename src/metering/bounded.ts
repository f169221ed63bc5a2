import { type Deadline, within } from "../core/deadlines.ts";
import { sleep } from "../runtime.ts";
import { currentMeter } from "./meter.ts";

// docs/decisions/059-no-call-without-a-deadline.md
/** The answer of a call of the platform, within its deadline and within the time that the current work has left. */
export function bounded<T>(deadline: Deadline, call: Promise<T>): Promise<T> {
  const endsAtMs = currentMeter()?.endsAtMs ?? null;
  if (endsAtMs === null) return within(deadline, sleep, call);
  const { part } = deadline;
  return within({ part, ms: Math.max(0, Math.min(deadline.ms, endsAtMs - Date.now())) }, sleep, call);
}
