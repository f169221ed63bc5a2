import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import type { Violations } from "../violation.ts";
import type { Facts } from "./facts.ts";
import { isAhead } from "./tries.ts";

/** A try gets the next number when it begins or is promised; only one that its worker has given back leaves its number to another. */
export function checkNumber(facts: Facts, violations: Violations, before: JobRecord | null, after: JobRecord): void {
  const { id, status, attempt } = after.job;
  const from = before?.job.status ?? null;
  const attemptBefore = before?.job.attempt ?? 0;
  const wasPromised = before !== null && isAhead(before);
  // A try may end and the next begin in one transaction.
  const isTaken = status === "RUNNING" && (from !== "RUNNING" || facts.said.completing.has(id));
  const isReturned =
    facts.said.returning.has(id) && (wasPromised || from === "RUNNING") && attempt === attemptBefore - 1;
  const isNext = attempt === attemptBefore + 1 && (isTaken || isAhead(after));
  const isSame = attempt === attemptBefore && (!isTaken || wasPromised);
  violations.check(
    // A job that its object has lost comes back from D1 when it is cancelled.
    isReturned || isNext || isSame || (before === null && facts.losses.work.has(id)),
    "each try has its own number",
    () => `${id} ${from} → ${status}, attempt ${attemptBefore} → ${attempt}`,
  );
  if (isReturned) facts.tokens.delete(`${id}/${attemptBefore}`);
}
