// docs/decisions/057-where-jobs-run.md

const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;

/** Cloudflare ends an invocation of a Queue's consumer after this time. */
export const INVOCATION_MS = 15 * MINUTE_MS;

/** The longest that one try of a job may take, from its inputs to its outputs, without what it waits for memory. */
export const JOB_LIMIT_MS = 14 * MINUTE_MS;

/** What is left of an invocation for the claim and for the reports. */
export const REPORTS_MS = 30 * SECOND_MS;

/** An invocation begins no further job of its chain after this time: a job that takes the longest still fits. */
export const CHAIN_MS = INVOCATION_MS - JOB_LIMIT_MS - REPORTS_MS;

/** A job that takes longer runs in an invocation of its own. */
export const LONG_JOB_MS = MINUTE_MS;

/** Whether an invocation may begin one more job. */
export const mayBeginJob = (elapsedMs: number): boolean => elapsedMs < CHAIN_MS;

/** How long the job that an invocation begins now may take in all, also when it waits, so that its result is reported in time. */
export const leftForJobMs = (elapsedMs: number): number => Math.max(0, INVOCATION_MS - REPORTS_MS - elapsedMs);

/** Why a try has ended before the time of its job was up. */
export const INVOCATION_OVER =
  `Cloudflare ends an invocation after ${INVOCATION_MS / MINUTE_MS} minutes, and this try has waited for too much of ` +
  "them: for the memory that its inputs need, for other jobs, or for its object. That counts against no limit.";

/** A request goes on so long after its client has gone or its time to wait is over. The platform ends it 30 seconds after that. */
export const HAND_OVER_MS = 25 * SECOND_MS;

/** Why a try has ended with the request that ran it. */
export const HANDED_OVER =
  "The request that ran this job has ended: its time to wait was over, or its client has gone. A worker of the Queue runs " +
  "it again. That counts against no limit. A task whose `timeout` is above a minute always goes to the Queue at once.";

/** When a worker aborts a job, and why. */
export interface TimeLimit {
  readonly ms: number;
  readonly reason: string;
}

/** @param timeoutMs of the task; null = it has none */
export function timeLimitOf(timeoutMs: number | null): TimeLimit {
  if (timeoutMs !== null && timeoutMs <= JOB_LIMIT_MS) {
    return { ms: timeoutMs, reason: `The task took longer than its timeout of ${timeoutMs / SECOND_MS} s.` };
  }
  const reason =
    `The task took longer than ${JOB_LIMIT_MS / MINUTE_MS} minutes, the most that a job may take: Cloudflare ends ` +
    `its invocation after ${INVOCATION_MS / MINUTE_MS}. ${WAYS_OUT}`;
  return { ms: JOB_LIMIT_MS, reason };
}

/** What to do about a task that takes longer than a job may. */
export const WAYS_OUT =
  "Split the task into several, which each write what the next one reads; or let a system outside do the work, and have " +
  "a task start it and a write of its result go on.";
