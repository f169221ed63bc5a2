import type { Try, WorkOrder } from "../../../src/core/ports/orchestrator.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";
import { isAhead } from "./tries.ts";

/** A worker that has just been given its job, or has sent a heartbeat, has a whole lease from then on. */
export function checkLease(
  violations: Violations,
  { state, jobs, clock }: DomainFacts,
  jobId: string,
  leaseMs: number,
): void {
  // The job may have ended since.
  if (jobs.get(jobId)?.job.status !== "RUNNING") return;
  const timer = state.timers().find(({ kind, id }) => kind === "job" && id === jobId);
  const restMs = (timer?.due ?? 0) - Math.floor(clock / 1_000);
  violations.check(restMs >= leaseMs, "a worker has a whole lease", () => `${jobId}: ${restMs} of ${leaseMs} ms`);
}

/** A worker goes on only while it holds its job, and its heartbeat extends the lease. */
export function checkHeartbeat(
  facts: Facts,
  violations: Violations,
  domain: string,
  [jobId, token]: readonly unknown[],
  answer: unknown,
): void {
  if ((answer as { readonly aborted: boolean }).aborted) return;
  const domainFacts = facts.domain(domain);
  const record = domainFacts.jobs.get(String(jobId));
  const job = record?.job;
  const isPromised = record !== undefined && isAhead(record);
  violations.check(
    (job?.status === "RUNNING" || isPromised) && job?.attempt === token,
    "only the worker that holds a job may go on",
    () => `${jobId}, try ${token}: it is ${job?.status}, try ${job?.attempt}`,
  );
  const leaseMs = facts.leases.get(`${jobId}/${token}`) ?? 0;
  checkLease(violations, domainFacts, String(jobId), leaseMs);
}

/** A worker whose report says that it goes on holds the job that it runs. */
export function checkGoesOn(facts: Facts, violations: Violations, domain: string, { job_id, token }: Try): void {
  const job = facts.domain(domain).jobs.get(job_id)?.job;
  violations.check(
    job?.status === "RUNNING" && job.attempt === token,
    "only the worker that holds a job may go on",
    () => `${job_id}, try ${token}: it is ${job?.status}, try ${job?.attempt}`,
  );
}

/**
 * A worker that has ended a job gets the next one of the same submission only, and none when it has no time.
 * @param endedJob null = it has no time
 */
export function checkHandover(
  facts: Facts,
  violations: Violations,
  domain: string,
  endedJob: string | null,
  next: WorkOrder | null,
): void {
  if (next === null) return;
  const submission = endedJob === null ? null : facts.domain(domain).lastSeen.get(endedJob)?.job.submit_id;
  violations.check(
    next.submission_id === submission,
    "a worker gets the next job of its submission only",
    () => `${next.job_id} of ${next.submission_id} after ${endedJob} of ${submission}`,
  );
}
