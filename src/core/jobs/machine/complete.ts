import type { PayloadRef } from "../../entities/payload.ts";
import type { ErrorCode } from "../../errors.ts";
import type { CompleteCommand, JobResult } from "../../ports/orchestrator.ts";
import { noteWritten, revokeFollowing } from "../chain/ahead.ts";
import type { TryEnd } from "../ends.ts";
import { loseWorker, ranMs } from "../lost-workers.ts";
import { noteDuration, noteSlow } from "../placement.ts";
import { lossDelayMs, platformDelayMs, retryDelayMs, triesWith } from "../retry.ts";
import { returnSlot } from "../slots/wait-for-slot.ts";
import { withTraces } from "../stacktrace.ts";
import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { type Handover, heldJob, NOTHING, nextOf } from "./claim.ts";
import { enter } from "./enter.ts";
import { writeNode } from "./nodes.ts";
import { fail, finish, finishWithDownstream } from "./settle.ts";
import { dispatch } from "./wake.ts";

/** A job keeps its slot for a delay up to this, so that no other job comes between its tries. */
const MAX_DELAY_WITH_SLOT_MS = 3_000;

/**
 * Publishes the result of a try, when its worker still holds the job.
 * @returns whether it did, and what the worker runs next
 */
export function completeJob(
  transaction: Transaction,
  { job_id, token, result, wants_next }: CompleteCommand,
): Handover & { readonly accepted: boolean } {
  const record = heldJob(transaction, job_id, token);
  if (record === null) return { accepted: false, ...NOTHING };
  endTry(transaction, record, result);
  return { accepted: true, ...(wants_next ? nextOf(transaction, record.job.submit_id) : NOTHING) };
}

/** The try of a running job has ended, as its worker reports. */
export function endTry(transaction: Transaction, record: Draft<JobRecord>, result: JobResult): void {
  noteDuration(transaction, record.job.task_config_id, ranMs(transaction, record));
  publish(transaction, record, result);
}

/** The worker has sent no heartbeat for a lease: another one gets the job, unless it has ended too many workers. */
export function expireLease(transaction: Transaction, record: Draft<JobRecord>): void {
  const reason = loseWorker(transaction, record);
  if (record.cancel_requested) finishWithDownstream(transaction, record, "CANCELED");
  else if (reason === null) tryAgain(transaction, record, lossDelayMs(record.lost_workers), { event: "try_lost" });
  else fail(transaction, record, reason);
}

function publish(transaction: Transaction, record: Draft<JobRecord>, result: JobResult): void {
  for (const { data_node_id, payload } of result.outputs) writeOutput(transaction, record, data_node_id, payload);
  if (result.kind === "completed") {
    record.job = { ...record.job, stacktrace: [] };
    finish(transaction, record, "COMPLETED");
    return;
  }
  if (result.platform_failed && !isGivenUp(record, result.fault)) {
    // It took longer than a request may: the Queue runs it, this time and the next.
    if (result.handed_over) noteSlow(transaction, record.job.task_config_id);
    postpone(transaction, record, result);
    return;
  }
  record.throws += 1;
  // While it waited, the job has shown the platform's reason already.
  const { stacktrace } = record.job;
  const others = result.platform_failed ? stacktrace.filter((trace) => !result.stacktrace.includes(trace)) : stacktrace;
  record.job = { ...record.job, stacktrace: withTraces(others, result.stacktrace) };
  const retries = transaction.policy.retriesOf(record.job.task_config_id);
  const delayMs = retries === null ? null : retryDelayMs(retries, record.throws);
  if (record.cancel_requested) finishWithDownstream(transaction, record, "CANCELED");
  else if (delayMs === null) finishWithDownstream(transaction, record, "FAILED");
  else tryAgain(transaction, record, delayMs, { event: "try_failed", trace: record.job.stacktrace.at(-1) });
}

/** Whether too many tries have ended with faults that may never pass. This one then counts as one whose function has thrown. */
function isGivenUp(record: Draft<JobRecord>, fault: ErrorCode | undefined): boolean {
  const tries = fault === undefined ? null : triesWith(fault);
  if (tries === null) return false;
  record.faults = (record.faults ?? 0) + 1;
  return record.faults >= tries;
}

// docs/decisions/061-a-watchdog-finds-work-that-stands-still.md
/** A try that only the platform has failed counts against no limit. The job shows why it waits. */
function postpone(
  transaction: Transaction,
  record: Draft<JobRecord>,
  { stacktrace: traces, handed_over }: Extract<JobResult, { kind: "failed" }>,
): void {
  const { stacktrace, attempt } = record.job;
  const news = traces.filter((trace) => !stacktrace.includes(trace));
  record.job = { ...record.job, stacktrace: withTraces(stacktrace, news) };
  if (record.cancel_requested) finishWithDownstream(transaction, record, "CANCELED");
  else if (handed_over) tryAgain(transaction, record, 0, { event: "try_handed_over" });
  else {
    const delayMs = platformDelayMs(Math.max(attempt - record.throws - record.lost_workers, 1));
    tryAgain(transaction, record, delayMs, { event: "try_postponed", trace: traces.at(-1) });
  }
}

function tryAgain(
  transaction: Transaction,
  record: Draft<JobRecord>,
  delayMs: number,
  { event, trace = null }: { readonly event: TryEnd; readonly trace?: string | null | undefined },
): void {
  const { job } = record;
  transaction.ended.push({ of: "try", job, event, at: transaction.now, retryMs: delayMs, trace });
  enter(transaction, record, "PENDING");
  revokeFollowing(transaction, record);
  // A job that fails again and again must not stop those that could run meanwhile.
  if (delayMs > MAX_DELAY_WITH_SLOT_MS) returnSlot(transaction, record);
  record.not_before = delayMs > 0 ? transaction.nowMs + delayMs : null;
  dispatch(transaction, record, transaction.nowMs + delayMs);
}

function writeOutput(transaction: Transaction, record: JobRecord, nodeId: string, payload: PayloadRef): void {
  const node = record.output_ids.includes(nodeId) ? transaction.node(nodeId) : null;
  if (node === null) return;
  const { job, actor } = record;
  const { number } = writeNode(transaction, node, payload, { job_id: job.id, editor_id: null, actor, comment: null });
  noteWritten(transaction, record, nodeId, number);
}
