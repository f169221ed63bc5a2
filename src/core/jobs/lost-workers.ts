import { doubled } from "../doubled.ts";
import { CHAIN_MS, INVOCATION_MS, JOB_LIMIT_MS } from "../job-limits.ts";
import { MICROSECONDS_PER_MILLISECOND, timeOf } from "../time.ts";
import { isStubborn, lossesInCompany } from "./placement.ts";
import type { JobsView } from "./state/jobs-state.ts";
import type { Draft, JobRecord, LostTries } from "./state/records.ts";
import type { Transaction } from "./state/transaction.ts";

// docs/decisions/058-alone-after-a-lost-worker.md

/** How many of the latest times a reason names. */
const MAX_TIMES = 10;
const FIRST_QUIET_MS = 2_000;

const NOTHING_LOST: LostTries = { alone: 0, after_s: [], reported: null };

/**
 * Notes that a try of a job was lost with its worker.
 * @returns why the job fails; null = it is tried again
 */
export function loseWorker(transaction: Transaction, record: Draft<JobRecord>): string | null {
  const { leaseMs, workerRetryLimit } = transaction.policy;
  const lost = record.lost ?? NOTHING_LOST;
  const ms = Math.max(0, ranMs(transaction, record) - leaseMs);
  const longest_ms = Math.max(lost.longest_ms ?? 0, ms);
  record.lost_workers += 1;
  record.lost = { ...lost, longest_ms };
  if (lost.reported?.attempt !== record.job.attempt || !lost.reported.alone) return null;
  const after_s = [...lost.after_s, Math.round(ms / 1_000)].slice(-MAX_TIMES);
  const alone = lost.alone + 1;
  record.lost = { alone, after_s, longest_ms, reported: null };
  return alone > workerRetryLimit ? reasonOf(record.lost, leaseMs) : null;
}

/** What the worker reports of a try. Once a job runs beside it, the try does not count any more. */
export function reportRoom(transaction: Transaction, record: Draft<JobRecord>, alone: boolean): void {
  const lost = record.lost ?? NOTHING_LOST;
  const { attempt } = record.job;
  const known = lost.reported?.attempt === attempt ? lost.reported : null;
  if (known !== null && (alone || !known.alone)) return;
  record.lost = { ...lost, reported: { attempt, alone } };
  transaction.changeJob(record);
}

/**
 * How long the isolate of a job that has lost a worker begins no other job. A stubborn one is lost alone if it is at fault:
 * that time is longer than any of its lost tries has run. The last heartbeat comes a third of a lease before the end.
 */
export function quietMs(record: JobRecord, leaseMs: number): number {
  const ms = doubled(FIRST_QUIET_MS, CHAIN_MS, Math.max(lossesInCompany(record) - 1, 0));
  if (!isStubborn(record)) return ms;
  return Math.min(Math.max(ms, (record.lost?.longest_ms ?? 0) + leaseMs / 2), JOB_LIMIT_MS);
}

/** How long the try of a running job has taken so far. */
export function ranMs({ nowMs }: Pick<JobsView, "nowMs">, { job }: JobRecord): number {
  const since = job.status_change_records.RUNNING;
  return since === undefined ? 0 : nowMs - timeOf(since) / MICROSECONDS_PER_MILLISECOND;
}

function reasonOf({ alone, after_s }: LostTries, leaseMs: number): string {
  const times = alone === 1 ? "once" : `${alone} times`;
  const latest = after_s.length < alone ? `, the latest ${after_s.length}` : "";
  return (
    `The worker of this job was lost ${times} while no other job ran beside it; the last heartbeats came after about ` +
    `${after_s.join(", ")} s${latest}. The job ends its process itself, or takes more than Cloudflare gives it: 128 MB of ` +
    `memory, the CPU time of limits.cpu_ms (5 minutes at most), ${INVOCATION_MS / 60_000} minutes in all; or it computes ` +
    `for longer than the lease (${leaseMs / 1_000} s) without a pause, so that no heartbeat is sent.`
  );
}
