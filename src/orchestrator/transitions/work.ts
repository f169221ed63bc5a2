import type { RetryPolicy } from "../../core/config/app-types.ts";
import type { DataNodeIdentity, DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import { needsToRun } from "../../core/jobs/needs-to-run.ts";
import { retryDelayMs } from "../../core/jobs/retry.ts";
import { withTraces } from "../../core/jobs/stacktrace.ts";
import { isFinished } from "../../core/jobs/statuses.ts";
import type { CompleteCommand, WorkOrder } from "../../core/ports/orchestrator.ts";
import type { Ledger } from "../state/ledger.ts";
import type { JobRecord } from "../state/records.ts";
import { dispatch, finish, finishWithDownstream } from "./transitions.ts";

/** What the platform grants a worker. */
export interface LeasePolicy {
  readonly leaseMs: number;
  /** How many workers may go silent over one job before it fails. */
  readonly workerRetryLimit: number;
}

/**
 * Gives a pending job to a worker, or skips it when its outputs are still good.
 * @returns null when the job is not to be run: it is not pending, its retry is not due, or it has been skipped
 */
export function takeJob(ledger: Ledger, record: JobRecord, { leaseMs }: LeasePolicy): WorkOrder | null {
  if (record.job.status !== "PENDING" || (record.not_before ?? 0) > ledger.nowMs) return null;
  const inputs = nodesOf(ledger, record.input_ids);
  const outputs = nodesOf(ledger, record.output_ids);
  if (!needsToRun(record, record.job.force, inputs, outputs, ledger.now)) {
    finish(ledger, record, "SKIPPED");
    return null;
  }
  ledger.enter(record, "RUNNING");
  const attempt = record.job.attempt + 1;
  record.job = { ...record.job, attempt };
  record.not_before = null;
  record.dispatches = 0;
  ledger.dispatched.delete(record.job.id);
  extendLease(ledger, record, leaseMs);
  return {
    job_id: record.job.id,
    task_config_id: record.job.task_config_id,
    submission_id: record.job.submit_id,
    attempt,
    // Each try has a number of its own, so the number is the fencing token.
    token: attempt,
    lease_ms: leaseMs,
    inputs,
    outputs: outputs.map(identityOf),
  };
}

/** The job when this worker still holds it; null when its token is old. */
export function heldJob(ledger: Ledger, jobId: string, token: number): JobRecord | null {
  const record = ledger.job(jobId);
  return record !== null && record.job.status === "RUNNING" && record.job.attempt === token ? record : null;
}

export function extendLease(ledger: Ledger, record: JobRecord, leaseMs: number): void {
  ledger.setTimer({ kind: "job", id: record.job.id, due: ledger.nowMs + leaseMs });
}

/** Publishes the result of a try. Only the holder of the job may call this; see {@link heldJob}. */
export function completeJob(
  ledger: Ledger,
  record: JobRecord,
  { result }: CompleteCommand,
  retries: RetryPolicy | null,
): void {
  for (const { data_node_id, payload } of result.outputs) writeOutput(ledger, record, data_node_id, payload);
  if (result.kind === "completed") {
    record.job = { ...record.job, stacktrace: [] };
    finish(ledger, record, "COMPLETED");
    return;
  }
  record.throws += 1;
  record.job = { ...record.job, stacktrace: withTraces(record.job.stacktrace, result.stacktrace) };
  const delayMs = retries === null ? null : retryDelayMs(retries, record.throws);
  if (record.cancel_requested) finishWithDownstream(ledger, record, "CANCELED");
  else if (delayMs === null) finishWithDownstream(ledger, record, "FAILED");
  else tryAgain(ledger, record, delayMs);
}

/** The worker has gone silent: another one gets the job, unless too many have. */
export function expireLease(ledger: Ledger, record: JobRecord, { workerRetryLimit }: LeasePolicy): void {
  record.lost_workers += 1;
  if (record.cancel_requested) finishWithDownstream(ledger, record, "CANCELED");
  else if (record.lost_workers <= workerRetryLimit) tryAgain(ledger, record, 0);
  else failJob(ledger, record, `The worker stopped answering while it ran this job, ${record.lost_workers} times.`);
}

/** Ends a job for a reason that is not its function's. */
export function failJob(ledger: Ledger, record: JobRecord, reason: string): void {
  if (isFinished(record.job.status)) return;
  record.job = { ...record.job, stacktrace: withTraces(record.job.stacktrace, [reason]) };
  finishWithDownstream(ledger, record, "FAILED");
}

function tryAgain(ledger: Ledger, record: JobRecord, delayMs: number): void {
  ledger.enter(record, "PENDING");
  record.not_before = delayMs > 0 ? ledger.nowMs + delayMs : null;
  dispatch(ledger, record, ledger.nowMs + delayMs);
}

function writeOutput(ledger: Ledger, record: JobRecord, nodeId: string, payload: PayloadRef): void {
  const node = record.output_ids.includes(nodeId) ? ledger.node(nodeId) : null;
  if (node !== null) ledger.writeNode(node, payload, { job_id: record.job.id, editor_id: null, comment: null });
}

function nodesOf(ledger: Ledger, ids: readonly string[]): DataNodeSnapshot[] {
  return ids.map((id) => {
    const record = ledger.node(id);
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
