import { MICROSECONDS_PER_MILLISECOND, timeOf } from "../../time.ts";
import { repeatRequests } from "../slots/accept-slots.ts";
import { SLOTS } from "../slots/limits.ts";
import { REPEAT_MS, waitsAfterAll } from "../slots/wait-for-slot.ts";
import type { Draft, JobRecord, Timer } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { hasTimer, type TimedStatus } from "../statuses.ts";
import { expireLease } from "./complete.ts";
import { FOREIGN_WAIT_INTERVAL_MS, release } from "./settle.ts";
import { dispatch } from "./wake.ts";

/** How often an outbox that can't be drained is tried again at the latest. */
const OUTBOX_INTERVAL_MS = 60_000;

const UNKNOWN_INTERVAL_MS = 60_000;

const MAX_FOREIGN_WAIT_INTERVAL_MS = 10 * 60_000;

/**
 * Fires a timer that is due.
 * @returns nodes of other domains that must be read again
 */
export function fireTimer(transaction: Transaction, timer: Timer): string[] {
  fire(transaction, timer);
  return timer.kind === "foreign_wait" && timer.id !== SLOTS ? [timer.id] : [];
}

/** Fires one timer, and clears one that nothing needs any more. */
function fire(transaction: Transaction, timer: Timer): void {
  switch (timer.kind) {
    case "job":
      fireJob(transaction, timer.id);
      return;
    case "editor_lock":
      transaction.clearTimer("editor_lock", timer.id);
      transaction.touchNode(timer.id);
      release(transaction, [timer.id]);
      return;
    case "foreign_wait":
      transaction.setTimer({ ...timer, due: transaction.nowMs + foreignWaitIntervalMs(transaction, timer.id) });
      if (timer.id === SLOTS) repeatRequests(transaction);
      return;
    case "outbox":
      // The object may be evicted before the drain that the alarm starts next has ended.
      if (transaction.state.isOutboxEmpty()) transaction.clearTimer("outbox", timer.id);
      else transaction.setTimer({ ...timer, due: transaction.nowMs + OUTBOX_INTERVAL_MS });
      return;
    default:
      // A later release's: it stays for that, and must not ring without a pause.
      timer.kind satisfies never;
      transaction.setTimer({ ...timer, due: transaction.nowMs + UNKNOWN_INTERVAL_MS });
  }
}

function fireJob(transaction: Transaction, jobId: string): void {
  const record = transaction.job(jobId);
  if (record !== null && hasTimer(record.job.status)) FIRE_JOB_IN[record.job.status](transaction, record);
  else transaction.clearTimer("job", jobId);
}

const FIRE_JOB_IN: Readonly<Record<TimedStatus, (transaction: Transaction, record: Draft<JobRecord>) => void>> = {
  PENDING(transaction, record) {
    // The request that was to run this job has not claimed it: from here on the Queue runs its submission.
    transaction.setCaller(record.job.submit_id, false);
    if (!waitsAfterAll(transaction, record)) dispatch(transaction, record, transaction.nowMs);
  },
  RUNNING: expireLease,
};

/** The longer a job has waited already, the longer until the node is read again. A slot that is free must not stay so. */
function foreignWaitIntervalMs(transaction: Transaction, nodeId: string): number {
  if (nodeId === SLOTS) return REPEAT_MS;
  const [first] = transaction.queueAt(nodeId).waiters;
  const since = first === undefined ? undefined : transaction.job(first.job_id)?.job.status_change_records.BLOCKED;
  const waitedMs =
    since === undefined ? 0 : transaction.nowMs - Math.floor(timeOf(since) / MICROSECONDS_PER_MILLISECOND);
  return Math.min(Math.max(waitedMs, FOREIGN_WAIT_INTERVAL_MS), MAX_FOREIGN_WAIT_INTERVAL_MS);
}
