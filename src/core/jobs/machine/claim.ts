import type { DataNodeIdentity, DataNodeSnapshot } from "../../entities/data-node.ts";
import type { WorkOrder } from "../../ports/orchestrator.ts";
import { quietMs, reportRoom } from "../lost-workers.ts";
import { needsToRun } from "../needs-to-run.ts";
import { isSuspect, placementOf } from "../placement.ts";
import { waitsAfterAll } from "../slots/wait-for-slot.ts";
import type { JobsView } from "../state/jobs-state.ts";
import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { enter } from "./enter.ts";
import { foreignInputs } from "./readiness.ts";
import { finish } from "./settle.ts";
import { extendLease } from "./wake.ts";

/** A job for a worker, or the id of a pending one whose inputs of other domains must be read first. */
export interface Handover {
  readonly order: WorkOrder | null;
  readonly next: string | null;
}

export const NOTHING: Handover = { order: null, next: null };

/** Gives a job to a worker, or if it is skipped, the job that follows it. */
export function claimJob(transaction: Transaction, jobId: string): Handover {
  const record = transaction.job(jobId);
  if (record === null) return NOTHING;
  const order = takeJob(transaction, record);
  return order === null ? nextJob(transaction, record) : { order, next: null };
}

/**
 * The next job for the worker that has just ended one: of the same submission, runnable since then, and one that may share
 * an invocation.
 */
export function nextJob(transaction: Transaction, { job: ended }: JobRecord): Handover {
  for (;;) {
    const next = transaction
      .dispatched()
      .find((record) => record.job.submit_id === ended.submit_id && placementOf(transaction, record) === undefined);
    if (next === undefined) return NOTHING;
    transaction.withdraw(next.job.id);
    if (foreignInputs(transaction, next).length > 0) return { order: null, next: next.job.id };
    const order = takeJob(transaction, next);
    if (order !== null) return { order, next: null };
  }
}

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
  return { aborted: record?.cancel_requested ?? true };
}

/**
 * Gives a pending job to a worker, or skips it when its outputs are still good.
 * @returns null when the job is not to be run: it is not pending, its retry is not due, it was skipped, or it needs a slot
 */
function takeJob(transaction: Transaction, record: Draft<JobRecord>): WorkOrder | null {
  if (record.job.status !== "PENDING" || (record.not_before ?? 0) > transaction.nowMs) return null;
  const inputs = nodesOf(transaction, record.input_ids);
  const outputs = nodesOf(transaction, record.output_ids);
  if (!needsToRun(record, record.job.force, inputs, outputs, transaction.now)) {
    finish(transaction, record, "SKIPPED");
    return null;
  }
  if (waitsAfterAll(transaction, record)) return null;
  enter(transaction, record, "RUNNING");
  const attempt = record.job.attempt + 1;
  record.job = { ...record.job, attempt };
  record.not_before = null;
  record.dispatches = 0;
  extendLease(transaction, record);
  return {
    job_id: record.job.id,
    task_config_id: record.job.task_config_id,
    submission_id: record.job.submit_id,
    attempt,
    // Each try has a number of its own, so the number is the fencing token.
    token: attempt,
    lease_ms: transaction.policy.leaseMs,
    ...(isSuspect(record) && { quiet_ms: quietMs(record, transaction.policy.leaseMs) }),
    inputs,
    outputs: outputs.map(identityOf),
  };
}

function nodesOf(view: JobsView, ids: readonly string[]): DataNodeSnapshot[] {
  return ids.map((id) => {
    const record = view.node(id);
    if (record === null) throw new Error(`The orchestrator does not know ${id}, which one of its jobs uses`);
    return record.node;
  });
}

/** Without the value, which may be large and is about to be replaced. */
function identityOf(node: DataNodeSnapshot): DataNodeIdentity {
  const { id, config_id, version, domain, scope, storage_type, owner_id, validity_days, validity_seconds } = node;
  const { properties } = node;
  return {
    id,
    config_id,
    version,
    domain,
    scope,
    storage_type,
    owner_id,
    validity_days,
    validity_seconds,
    properties,
  };
}
