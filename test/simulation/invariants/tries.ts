import type { App } from "../../../src/core/config/app-types.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** A try begins neither before the delay of its retry is over, nor after its job was cancelled by force. */
export function checkTries(
  facts: Facts,
  violations: Violations,
  app: App,
  { clock }: DomainFacts,
  before: JobRecord | null,
  after: JobRecord,
): void {
  const { job, throws } = after;
  const { id, status, attempt } = job;
  const nowMs = Math.floor(clock / 1_000);
  const retries = app.tasks.get(job.task_config_id)?.retries ?? null;
  if (throws > (before?.throws ?? 0) && retries !== null) {
    facts.notBefore.set(id, nowMs + retries.delayMs * 2 ** (throws - 1));
  }
  const isBegun = attempt > (before?.job.attempt ?? 0);
  const dueMs = facts.notBefore.get(id) ?? 0;
  violations.check(!isBegun || nowMs >= dueMs, "no retry begins before its time", () => `${id}: ${nowMs} < ${dueMs}`);

  if (facts.cancelling === id && status === "RUNNING") facts.stopped.set(id, attempt);
  const stoppedAt = facts.stopped.get(id) ?? Number.POSITIVE_INFINITY;
  const isTriedAgain = attempt > stoppedAt || (status === "PENDING" && attempt >= stoppedAt);
  violations.check(!isTriedAgain, "a job that was cancelled by force is not tried again", () => `${id} is ${status}`);
}
