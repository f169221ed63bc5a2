import { addTime, MICROSECONDS_PER_SECOND } from "../../time.ts";
import { SLOTS } from "../slots/limits.ts";
import { isWaiting } from "../slots/wait-for-slot.ts";
import type { Draft, JobRecord, SubmissionRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { hasTimer } from "../statuses.ts";
import { missingInputs } from "./readiness.ts";
import { FOREIGN_WAIT_INTERVAL_MS, release, settle } from "./settle.ts";
import { fireDueTimers } from "./timers.ts";
import { dispatch, extendLease } from "./wake.ts";

/** What was mended. */
export interface Resumption {
  /** Steps that were due, timers and waits that were missing, ended submissions that D1 has not got. */
  readonly moved: number;
  /** Nodes of other domains that must be read again. */
  readonly foreign: readonly string[];
}

/** D1 has a submission this long after its end, or nothing brings it there. */
const DRAINED_AFTER = 5 * 60 * MICROSECONDS_PER_SECOND;

/**
 * Looks after submissions that have not ended as far as D1 knows: fires the timers that are due, sets those that a job lacks,
 * settles jobs whose inputs are ready, and sends D1 again what has ended.
 */
export function resumeJobs(transaction: Transaction, submissionIds: readonly string[]): Resumption {
  const timers = transaction.state.dueTimers(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const timed = new Set(timers.map(({ kind, id }) => `${kind} ${id}`));
  let moved = timers.filter(({ due }) => due <= transaction.nowMs).length;
  const foreign = new Set(fireDueTimers(transaction, timers.length));
  for (const id of submissionIds) {
    const owner = transaction.submission(id);
    if (owner === null) continue;
    if (owner.open_jobs === 0) moved += sendAgain(transaction, owner) ? 1 : 0;
    for (const record of transaction.activeJobs(id)) {
      moved += mend(transaction, record, timed) ? 1 : 0;
      if (record.job.status !== "BLOCKED") continue;
      const unwatched = unwatchedNodes(transaction, record, timed);
      moved += unwatched.length;
      for (const node of unwatched) foreign.add(node);
    }
  }
  return { moved, foreign: [...foreign] };
}

/** @returns whether something was missing */
function mend(transaction: Transaction, record: Draft<JobRecord>, timed: ReadonlySet<string>): boolean {
  const { job, not_before, input_ids, position } = record;
  const lacksTimer = hasTimer(job.status) && !timed.has(`job ${job.id}`);
  if (lacksTimer && job.status === "RUNNING") extendLease(transaction, record);
  else if (lacksTimer) dispatch(transaction, record, Math.max(not_before ?? 0, transaction.nowMs));
  if (job.status !== "BLOCKED") return lacksTimer;
  // A job whose input was deleted fails with it.
  release(transaction, input_ids);
  if (record.job.status !== "BLOCKED") return true;
  const waits = (id: string) => transaction.queueAt(id).waiters.some((waiter) => waiter.position === position);
  const missing = missingInputs(transaction, record);
  if (missing.length > 0 && missing.every(waits)) return false;
  const isWatched = isWaiting(record) && missing.length === 0 && timed.has(`foreign_wait ${SLOTS}`);
  if (isWatched) return false;
  settle(transaction, record);
  return true;
}

/** Nodes of other domains that a job waits for and that no timer reads again: each gets its timer. */
function unwatchedNodes(transaction: Transaction, record: JobRecord, timed: Set<string>): string[] {
  const ids = missingInputs(transaction, record).filter((id) => {
    const node = transaction.node(id)?.node;
    return node !== undefined && transaction.isForeign(node) && !timed.has(`foreign_wait ${id}`);
  });
  const due = transaction.nowMs + FOREIGN_WAIT_INTERVAL_MS;
  for (const id of ids) {
    transaction.setTimer({ kind: "foreign_wait", id, due });
    timed.add(`foreign_wait ${id}`);
  }
  return ids;
}

/** D1 gets an ended submission with its jobs once more: it was set back, or has never got the end. */
function sendAgain(transaction: Transaction, { submission: { id, job_ids, finished_at } }: SubmissionRecord): boolean {
  if (finished_at === null || finished_at >= addTime(transaction.now, -DRAINED_AFTER)) return false;
  transaction.post("submission", id);
  for (const job of job_ids) transaction.post("job", job);
  return true;
}
