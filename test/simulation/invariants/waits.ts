import type { ReportCommand, SubmitCommand } from "../../../src/core/ports/orchestrator.ts";
import type { Violations } from "../violation.ts";

/** So much later than its time is up a call that waits may be answered. */
const BOUND_MS = 30_000;

/**
 * A call that waits for the end of a submission is answered in its time, whatever else hangs.
 * @param stalledMs how long the object's machine stood still meanwhile
 */
export function checkWait(
  violations: Violations,
  method: string,
  args: readonly unknown[],
  tookMs: number,
  stalledMs: number,
): void {
  const waitMs = waitOf(method, args);
  if (waitMs === null) return;
  const overdueMs = tookMs - stalledMs - waitMs;
  violations.check(
    overdueMs <= BOUND_MS,
    "a call that waits is answered in its time",
    () => `${method}: ${overdueMs} ms`,
  );
}

function waitOf(method: string, args: readonly unknown[]): number | null {
  if (method === "waitForSubmission") return Number(args[1]);
  if (method === "report") return (args[0] as ReportCommand).wait_ms ?? null;
  if (method !== "submit" && method !== "submitKnown") return null;
  return (args[0] as Pick<SubmitCommand, "wait_ms">).wait_ms ?? null;
}
