import type { App } from "../../../src/core/config/app-types.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** More than all workers that may be lost over one job. */
const MAX_LOST = 20;

/** Whether a worker may run the job ahead. */
export const isAhead = ({ job, ahead }: JobRecord): boolean => ahead != null && ahead.token === job.attempt;

/** A try begins neither before the delay of its retry is over, nor after its job was cancelled by force. */
export function checkTries(
  facts: Facts,
  violations: Violations,
  app: App,
  { clock }: DomainFacts,
  before: JobRecord | null,
  after: JobRecord,
): void {
  const { job } = after;
  const { id, status, attempt } = job;
  const nowMs = Math.floor(clock / 1_000);
  const retries = app.tasks.get(job.task_config_id)?.retries ?? null;
  const result = facts.results.get(`${id}/${before?.job.attempt}`);
  const hasBegun = job.status_change_records.RUNNING !== before?.job.status_change_records.RUNNING;
  const wasHeld = before?.job.status === "RUNNING" || (before !== null && isAhead(before) && hasBegun);
  const isLeft = wasHeld && (status !== "RUNNING" || attempt > before.job.attempt);
  // A lease may end while the result is on its way: then the result is not taken, and the job has failed no more often.
  if (isLeft && result?.kind === "failed" && !result.platform_failed && facts.said.completing.has(id)) {
    const throws = (facts.throws.get(id) ?? 0) + 1;
    facts.throws.set(id, throws);
    if (retries !== null) facts.notBefore.set(id, nowMs + retries.delayMs * 2 ** (throws - 1));
    const isTriedAgain = status === "PENDING" || status === "RUNNING";
    violations.check(
      !isTriedAgain || throws <= (retries?.limit ?? 0),
      "a job is tried again as often as its task says",
      () => `${id} has failed ${throws} times`,
    );
  }
  const isReported = facts.said.completing.has(id) || facts.said.returning.has(id);
  const isLost = before?.job.status === "RUNNING" && status === "PENDING" && !isReported;
  if (isLost) facts.lost.set(id, (facts.lost.get(id) ?? 0) + 1);
  const lost = facts.lost.get(id) ?? 0;
  violations.check(!isLost || lost <= MAX_LOST, "a job whose workers are lost ends", () => `${id}: ${lost} lost`);
  // A job that its object has lost comes back from D1 with its tries, and is cancelled.
  const isBegun = before !== null && attempt > before.job.attempt;
  const dueMs = facts.notBefore.get(id) ?? 0;
  violations.check(!isBegun || nowMs >= dueMs, "no retry begins before its time", () => `${id}: ${nowMs} < ${dueMs}`);

  if (facts.said.cancelling === id && status === "RUNNING") facts.stopped.set(id, attempt);
  const stoppedAt = facts.stopped.get(id) ?? Number.POSITIVE_INFINITY;
  const isTriedAgain = attempt > stoppedAt || (status === "PENDING" && attempt >= stoppedAt);
  violations.check(!isTriedAgain, "a job that was cancelled by force is not tried again", () => `${id} is ${status}`);
}
