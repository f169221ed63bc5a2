import { missingText } from "../../missing.ts";
import { isSkippedNow, needsSlot, returnSlot, waitForSlot } from "../slots/wait-for-slot.ts";
import { withTraces } from "../stacktrace.ts";
import type { JobsView } from "../state/jobs-state.ts";
import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { isFinished, type JobStatus, STATUSES } from "../statuses.ts";
import { downstreamJobs } from "../task-graph.ts";
import { enter } from "./enter.ts";
import { missingInputs } from "./readiness.ts";
import { dispatch } from "./wake.ts";

/** How often the nodes of other domains that jobs wait for are read again, should a poke get lost. */
export const FOREIGN_WAIT_INTERVAL_MS = 30_000;

/** Makes a job PENDING when its inputs are ready and it has the slot that it needs, else BLOCKED on what it lacks. */
export function settle(transaction: Transaction, record: Draft<JobRecord>): void {
  const missing = missingInputs(transaction, record);
  if (missing.length > 0) {
    // It asks for a slot once its inputs are ready.
    returnSlot(transaction, record);
    for (const id of missing) waitFor(transaction, id, record);
    if (record.job.status !== "BLOCKED") enter(transaction, record, "BLOCKED");
    return;
  }
  if (record.job.status === "BLOCKED") stopWaiting(transaction, record);
  if (needsSlot(transaction, record) && !isSkippedNow(transaction, record)) {
    waitForSlot(transaction, record);
    return;
  }
  enter(transaction, record, "PENDING");
  dispatch(transaction, record, transaction.nowMs);
}

/** Settles the jobs that wait for the nodes again: something about these has changed. */
export function release(transaction: Transaction, nodeIds: Iterable<string>): void {
  for (const id of nodeIds) {
    if (transaction.node(id) === null) continue;
    const { holders, waiters } = transaction.queueAt(id);
    const last = holders[0]?.position ?? Number.POSITIVE_INFINITY;
    for (const { job_id, position } of waiters.filter(({ position }) => position <= last)) {
      const record = transaction.job(job_id);
      if (record?.job.status !== "BLOCKED") continue;
      if (isGoneFor(transaction, id, position)) fail(transaction, record, missingText("data_node", id));
      else settle(transaction, record);
    }
  }
}

/** Whether a node was deleted before it had a value, and no earlier job still writes one. */
export function isGoneFor(view: JobsView, nodeId: string, position: number): boolean {
  const record = view.node(nodeId);
  if (record === null || !record.deleted || record.node.last_edit_date !== null) return false;
  const [first] = view.queueAt(nodeId).holders;
  return first === undefined || first.position >= position;
}

/** Ends a job: its status is final, its outputs are free again, and the jobs that wait for them are settled. */
export function finish(transaction: Transaction, record: Draft<JobRecord>, status: JobStatus): void {
  release(transaction, end(transaction, record, status));
}

/** Ends a job that will not write its outputs, and with it the blocked jobs of its submission that need them. */
export function finishWithDownstream(transaction: Transaction, record: Draft<JobRecord>, status: JobStatus): void {
  const blocked = blockedJobs(transaction, record);
  const freed = isFinished(record.job.status) ? [] : end(transaction, record, status);
  release(transaction, [...freed, ...abandon(transaction, record, blocked)]);
}

/** Abandons the blocked jobs that need what this job was to write; the job itself goes on. */
export function abandonDownstream(transaction: Transaction, record: JobRecord): void {
  release(transaction, abandon(transaction, record, blockedJobs(transaction, record)));
}

/** Ends a job for a reason that is not its function's. */
export function fail(transaction: Transaction, record: Draft<JobRecord>, reason: string): void {
  record.job = { ...record.job, stacktrace: withTraces(record.job.stacktrace, [reason]) };
  finishWithDownstream(transaction, record, "FAILED");
}

/** The other blocked jobs of a job's submission. A job that reads its own output is not downstream of itself. */
const blockedJobs = (transaction: Transaction, { job }: JobRecord): Draft<JobRecord>[] =>
  transaction.activeJobs(job.submit_id).filter((other) => other.job.status === "BLOCKED" && other.job.id !== job.id);

function waitFor(transaction: Transaction, nodeId: string, { job, position }: JobRecord): void {
  const isFirst = transaction.queueAt(nodeId).waiters.length === 0;
  transaction.wait({ node_id: nodeId, job_id: job.id, position });
  const node = transaction.node(nodeId);
  // D1 gets the first wait only: its confirmation makes the object read the node again, which must not begin a new round.
  if (!isFirst || node === null || !transaction.isForeign(node.node)) return;
  transaction.post("foreign_wait", nodeId);
  transaction.setTimer({ kind: "foreign_wait", id: nodeId, due: transaction.nowMs + FOREIGN_WAIT_INTERVAL_MS });
}

function stopWaiting(transaction: Transaction, { job, input_ids, position }: JobRecord): void {
  for (const id of input_ids) transaction.stopWaiting({ node_id: id, job_id: job.id, position });
  for (const id of input_ids) {
    const node = transaction.node(id);
    if (node === null || !transaction.isForeign(node.node)) continue;
    if (transaction.queueAt(id).waiters.length > 0) continue;
    transaction.clearTimer("foreign_wait", id);
    transaction.post("foreign_wait", id);
  }
}

/**
 * The bare end of a job.
 * @returns the nodes that it held
 */
function end(transaction: Transaction, record: Draft<JobRecord>, status: JobStatus): readonly string[] {
  const { job, input_ids, output_ids, position } = record;
  const before = STATUSES[job.status];
  if (before.waits) stopWaiting(transaction, record);
  if (before.hasTimer) transaction.clearTimer("job", job.id);
  returnSlot(transaction, record);
  enter(transaction, record, status);
  for (const id of output_ids) {
    transaction.unlock({ node_id: id, job_id: job.id, position });
    transaction.touchNode(id);
  }
  for (const id of input_ids) if (transaction.node(id)?.deleted) transaction.touchNode(id);
  return output_ids;
}

function abandon(transaction: Transaction, root: JobRecord, blocked: readonly Draft<JobRecord>[]): string[] {
  const downstream = new Set(
    downstreamJobs(
      [root],
      blocked.map(({ job, ...rest }) => ({ id: job.id, ...rest })),
    ),
  );
  return blocked.filter(({ job }) => downstream.has(job.id)).flatMap((record) => end(transaction, record, "ABANDONED"));
}
