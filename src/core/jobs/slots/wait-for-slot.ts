import { enter } from "../machine/enter.ts";
import { needsToRun } from "../needs-to-run.ts";
import type { Draft, JobRecord, QueuePosition } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { isLimited, SLOTS } from "./limits.ts";
import { slotReasons } from "./slot-reasons.ts";

/** How often requests are repeated, should one or its answer get lost. */
export const REPEAT_MS = 30_000;

/** Whether a job has to get a slot before it may run. */
export const needsSlot = ({ policy }: Transaction, { job, slot }: JobRecord): boolean =>
  slot?.held !== true && isLimited(policy.limitsOf(job.task_config_id));

export const isWaiting = ({ slot }: JobRecord): boolean => slot?.held === false;

/** Whether it would be skipped, so that it needs no slot. When a worker claims it, that is decided for good. */
export function isSkippedNow(transaction: Transaction, record: JobRecord): boolean {
  if (!record.skippable || record.job.force) return false;
  const nodes = (ids: readonly string[]) => ids.flatMap((id) => transaction.node(id)?.node ?? []);
  return !needsToRun(record, false, nodes(record.input_ids), nodes(record.output_ids), transaction.now);
}

/** The job waits for a slot; it is asked for after the commit. */
export function waitForSlot(transaction: Transaction, record: Draft<JobRecord>): void {
  const { job, position } = record;
  if (isWaiting(record)) {
    transaction.slots.ask(record);
    return;
  }
  const isFirst = transaction.queueAt(SLOTS).waiters.length === 0;
  record.slot = { ticket: transaction.nextPosition(), held: false };
  record.job = { ...job, slot_reasons: slotReasons(job, transaction.policy.limitsOf(job.task_config_id)) };
  transaction.wait({ node_id: SLOTS, job_id: job.id, position });
  if (isFirst) watchSlots(transaction);
  transaction.changeJob(record);
  transaction.slots.ask(record);
  if (job.status !== "BLOCKED") enter(transaction, record, "BLOCKED");
}

/**
 * A pending job that has no slot waits for one now: it looked as if it would be skipped, it gave its slot back for the delay
 * of a retry, or the limit is newer than the job.
 * @returns whether it does
 */
export function waitsAfterAll(transaction: Transaction, record: Draft<JobRecord>): boolean {
  if (!needsSlot(transaction, record) || isSkippedNow(transaction, record)) return false;
  transaction.clearTimer("job", record.job.id);
  waitForSlot(transaction, record);
  return true;
}

/** The requests for slots are repeated from now on. */
export function watchSlots(transaction: Transaction): void {
  // Of this kind, so that release 0.1.0, which knows no slots, keeps the timer.
  transaction.setTimer({ kind: "foreign_wait", id: SLOTS, due: transaction.nowMs + REPEAT_MS });
}

/** The job has a slot, or waits for one, and needs it no more. */
export function returnSlot(transaction: Transaction, record: Draft<JobRecord>): void {
  if (record.slot === null) return;
  transaction.slots.giveBack({ job_id: record.job.id, ticket: record.slot.ticket });
  if (!record.slot.held) leaveQueue(transaction, positionOf(record));
  record.slot = null;
  record.job = { ...record.job, slot_reasons: null };
  transaction.changeJob(record);
}

/** The job does not wait for a slot any more. */
export function leaveQueue(transaction: Transaction, waiter: QueuePosition): void {
  transaction.stopWaiting({ node_id: SLOTS, ...waiter });
  if (transaction.queueAt(SLOTS).waiters.length === 0) transaction.clearTimer("foreign_wait", SLOTS);
}

export const positionOf = ({ job, position }: JobRecord): QueuePosition => ({ job_id: job.id, position });
