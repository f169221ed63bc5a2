import type { ClaimOptions, WorkOrder } from "../../ports/orchestrator.ts";
import { hasRead, isPromised, promiseFollowing } from "../chain/ahead.ts";
import { nodesOf, orderOf } from "../chain/work-order.ts";
import { quietMs, reportRoom } from "../lost-workers.ts";
import { needsToRun } from "../needs-to-run.ts";
import { isSuspect, placementOf } from "../placement.ts";
import { waitsAfterAll } from "../slots/wait-for-slot.ts";
import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { isFinished } from "../statuses.ts";
import { enter } from "./enter.ts";
import { foreignInputs } from "./readiness.ts";
import { finish, settle } from "./settle.ts";
import { extendLease } from "./wake.ts";

/** A job for a worker, or the id of a pending one whose inputs of other domains must be read first. */
export interface Handover {
  readonly order: WorkOrder | null;
  readonly next: string | null;
}

export const NOTHING: Handover = { order: null, next: null };

/** Gives a job to a worker, or if it is skipped, the job that follows it. */
export function claimJob(transaction: Transaction, jobId: string, options: ClaimOptions = {}): Handover {
  const record = transaction.job(jobId);
  if (record === null) return NOTHING;
  const order = takeJob(transaction, record, options);
  return order === null ? nextOf(transaction, record.job.submit_id, options) : { order, next: null };
}

/**
 * The next job for the worker of a submission that has just ended one: runnable since then, and one that may share an
 * invocation.
 */
export function nextOf(transaction: Transaction, submissionId: string, options: ClaimOptions = {}): Handover {
  for (;;) {
    const next = nextDispatched(transaction, submissionId);
    if (next === undefined) return NOTHING;
    transaction.withdraw(next.job.id);
    if (foreignInputs(transaction, next).length > 0) return { order: null, next: next.job.id };
    const order = takeJob(transaction, next, options);
    if (order !== null) return { order, next: null };
  }
}

/** The first job of a submission that has just been accepted, for the request that runs it. Its inputs have just been read. */
export function firstOf(transaction: Transaction, submissionId: string): WorkOrder | null {
  for (;;) {
    const next = nextDispatched(transaction, submissionId);
    if (next === undefined) return null;
    transaction.withdraw(next.job.id);
    const order = takeJob(transaction, next, { chain: true });
    if (order !== null) return order;
  }
}

const nextDispatched = (transaction: Transaction, submissionId: string): Draft<JobRecord> | undefined =>
  transaction
    .dispatched()
    .find((record) => record.job.submit_id === submissionId && placementOf(transaction, record) === undefined);

// docs/decisions/002-the-fencing-token-is-the-try.md
/** The job when this worker still holds it; null when its token is old. */
export function heldJob(transaction: Transaction, jobId: string, token: number): Draft<JobRecord> | null {
  const record = transaction.job(jobId);
  return record !== null && record.job.status === "RUNNING" && record.job.attempt === token ? record : null;
}

/**
 * @param room what the worker reports of the try: no other job runs beside it, or one does
 * @returns whether the worker must stop: the job was cancelled by force, or another worker holds it
 */
export function heartbeat(
  transaction: Transaction,
  jobId: string,
  token: number,
  room?: "alone" | "company",
): { readonly aborted: boolean } {
  const record = heldJob(transaction, jobId, token);
  if (record !== null) extendLease(transaction, record);
  if (record !== null && room !== undefined) reportRoom(transaction, record, room === "alone");
  if (record !== null) return { aborted: record.cancel_requested };
  const ahead = transaction.job(jobId);
  return { aborted: ahead === null || isFinished(ahead.job.status) || !isPromised(ahead, token) };
}

/**
 * The job that a worker has begun ahead: the job before it has just ended, and the worker has read what it is to read.
 * @returns null: it was promised no more, or must not run, or not yet
 */
export function beginAhead(transaction: Transaction, jobId: string, token: number): Draft<JobRecord> | null {
  const record = transaction.job(jobId);
  if (record === null || record.ahead === null || !isPromised(record, token)) return null;
  if (!hasRead(transaction, record, record.ahead) || !mayRun(transaction, record)) return null;
  transaction.withdraw(jobId);
  begin(transaction, record);
  return record;
}

/**
 * Gives a pending job to a worker, or skips it when its outputs are still good.
 * @returns null when the job is not to be run: it is not pending, its retry is not due, it was skipped, or it needs a slot
 */
function takeJob(transaction: Transaction, record: Draft<JobRecord>, { chain }: ClaimOptions): WorkOrder | null {
  if (!mayRun(transaction, record)) return null;
  record.job = { ...record.job, attempt: record.job.attempt + 1 };
  begin(transaction, record);
  const inputs = nodesOf(transaction, record.input_ids);
  const order = orderOf(transaction, record, inputs, nodesOf(transaction, record.output_ids));
  if (isSuspect(record)) return { ...order, quiet_ms: quietMs(record, transaction.policy.leaseMs) };
  if (chain !== true || placementOf(transaction, record) !== undefined) return order;
  const following = promiseFollowing(transaction, record);
  return following.length === 0 ? order : { ...order, following };
}

/** Whether a job may begin now. One whose outputs are still good is skipped. */
function mayRun(transaction: Transaction, record: Draft<JobRecord>): boolean {
  if (record.job.status !== "PENDING" || (record.not_before ?? 0) > transaction.nowMs) return false;
  const inputs = nodesOf(transaction, record.input_ids);
  const outputs = nodesOf(transaction, record.output_ids);
  if (!needsToRun(record, record.job.force, inputs, outputs, transaction.now)) {
    finish(transaction, record, "SKIPPED");
    return false;
  }
  return !lacksValue(transaction, record) && !waitsAfterAll(transaction, record);
}

/**
 * An input has lost its value since the job became pending, as D1 was restored: the job waits for another one. An input that
 * was deleted gets no value any more, so the job does not wait for it.
 * @returns whether it waits
 */
function lacksValue(transaction: Transaction, record: Draft<JobRecord>): boolean {
  const isUnwritten = (id: string): boolean => {
    const input = transaction.node(id);
    return input !== null && !input.deleted && input.node.last_edit_date === null;
  };
  if (!record.input_ids.some(isUnwritten)) return false;
  transaction.clearTimer("job", record.job.id);
  settle(transaction, record);
  return true;
}

/** The newest try of a job begins. */
function begin(transaction: Transaction, record: Draft<JobRecord>): void {
  enter(transaction, record, "RUNNING");
  record.not_before = null;
  record.dispatches = 0;
  record.ahead = null;
  extendLease(transaction, record);
}
