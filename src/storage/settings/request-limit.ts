import { withinTime } from "../sql/server-connection.ts";
import type { StorageContext } from "../types.ts";
import { type Done, outsideError, UNKNOWN } from "./outside-failure.ts";

// docs/decisions/059-no-call-without-a-deadline.md
/** How long a request waits for a system of the application: as long as D1 lets a query run. */
export const REQUEST_LIMIT_MS = 30_000;

/** What is called: its name in the error, and what it has done when its time is up. */
export interface LimitedCall {
  readonly part: string;
  done(): Done;
}

/**
 * What a call outside answers. For a request it has a limit; a job ends with its own.
 * @throws TaipyError `storage_unavailable` when the time is up; the call itself may go on
 */
export function withinLimit<T>(
  { limitMs }: Pick<StorageContext, "limitMs">,
  { part, done }: LimitedCall,
  call: Promise<T>,
): Promise<T> {
  if (limitMs === undefined) return call;
  return withinTime(call, limitMs, () => {
    const text = `${part} did not answer within ${limitMs / 1_000} s.`;
    return outsideError("outage", done() === "unknown" ? text + UNKNOWN : text, done());
  });
}
