import { effectiveState, isReady } from "../../core/jobs/edit-lock.ts";
import { withTraces } from "../../core/jobs/stacktrace.ts";
import { isFinished, type JobStatus } from "../../core/jobs/statuses.ts";
import { missingText } from "../../core/missing.ts";
import { downstreamJobs } from "../../core/planning/graph.ts";
import { MICROSECONDS_PER_MILLISECOND, type Microseconds, timeOf } from "../../core/time.ts";
import type { Ledger } from "../state/ledger.ts";
import type { JobRecord, NodeRecord } from "../state/records.ts";

/** A woken worker has this part of a lease to claim its job before it is woken again. The time doubles with each waking. */
const DISPATCH_LEASES = 0.5;
const MIN_DISPATCH_PATIENCE_MS = 1_000;
const MAX_DOUBLINGS = 6;
/** How often the nodes of other domains that jobs wait for are looked at, should a poke get lost. */
export const FOREIGN_WAIT_INTERVAL_MS = 30_000;

/**
 * Whether a job may read a node: it is written, no editor holds it, and no earlier job still has to write it. Later
 * jobs do not count: they may overwrite the value, but waiting for them could make two submissions wait for each other.
 */
export function isReadyFor(ledger: Ledger, record: NodeRecord, position: number): boolean {
  if (ledger.isForeign(record.node)) return isReady(effectiveState(record.node, ledger.now));
  if (!isReady({ ...record.node, edit_in_progress: isEdited(ledger, record) })) return false;
  const first = ledger.store.firstLock(record.node.id);
  return first === null || first.position >= position;
}

/** Makes a job PENDING when its inputs are ready, else BLOCKED on those that are not. */
export function settle(ledger: Ledger, record: JobRecord): void {
  const missing = record.input_ids.filter((id) => !isInputReady(ledger, id, record.position));
  if (missing.length > 0) {
    for (const id of missing) waitFor(ledger, id, record);
    if (record.job.status !== "BLOCKED") ledger.enter(record, "BLOCKED");
    return;
  }
  if (record.job.status === "BLOCKED") stopWaiting(ledger, record);
  ledger.enter(record, "PENDING");
  dispatch(ledger, record, ledger.nowMs);
}

/** Looks again at the jobs that wait for the nodes: something about these has changed. */
export function release(ledger: Ledger, nodeIds: Iterable<string>): void {
  for (const id of nodeIds) {
    const node = ledger.node(id);
    if (node === null) continue;
    const first = ledger.store.firstLock(id);
    const waiters = ledger.store.waiters(id, first?.position ?? Number.MAX_SAFE_INTEGER);
    for (const { job_id } of waiters) {
      const record = ledger.job(job_id);
      if (record === null || record.job.status !== "BLOCKED") continue;
      if (node.deleted && node.node.last_edit_date === null) failForMissingInput(ledger, record, id);
      else settle(ledger, record);
    }
  }
}

/** Ends a job: its status is final, its outputs are free again, and whoever waited for them is looked at. */
export function finish(ledger: Ledger, record: JobRecord, status: JobStatus): void {
  release(ledger, end(ledger, record, status));
}

/** Ends a job that will not write its outputs, and with it the blocked jobs of its submission that need them. */
export function finishWithDownstream(ledger: Ledger, record: JobRecord, status: JobStatus): void {
  const blocked = ledger.activeJobs(record.job.submit_id).filter((other) => other.job.status === "BLOCKED");
  const freed = isFinished(record.job.status) ? [] : end(ledger, record, status);
  release(ledger, [...freed, ...abandon(ledger, record, blocked)]);
}

/** Abandons the blocked jobs that need what this job was to write; the job itself goes on. */
export function abandonDownstream(ledger: Ledger, record: JobRecord): void {
  const blocked = ledger.activeJobs(record.job.submit_id).filter((other) => other.job.status === "BLOCKED");
  release(ledger, abandon(ledger, record, blocked));
}

/** Wakes a worker for a pending job, now or later, and again should the message get lost. */
export function dispatch(ledger: Ledger, record: JobRecord, atMs: number): void {
  if (atMs > ledger.nowMs) {
    ledger.setTimer({ kind: "job", id: record.job.id, due: atMs });
    return;
  }
  const firstPatience = Math.max(ledger.leaseMs * DISPATCH_LEASES, MIN_DISPATCH_PATIENCE_MS);
  const patience = firstPatience * 2 ** Math.min(record.dispatches, MAX_DOUBLINGS);
  record.dispatches += 1;
  ledger.touchJob(record);
  ledger.dispatched.set(record.job.id, record);
  ledger.setTimer({ kind: "job", id: record.job.id, due: atMs + patience });
}

/** Sets or clears the timer that ends an editor's lock. `wasLocked`: before this change. */
export function watchEditorLock(ledger: Ledger, record: NodeRecord, wasLocked: boolean): void {
  const { id, editor_id, editor_expiration_date } = record.node;
  if (editor_id === null || editor_expiration_date === null) {
    if (wasLocked) ledger.clearTimer("editor_lock", id);
  } else ledger.setTimer({ kind: "editor_lock", id, due: toMs(timeOf(editor_expiration_date)) + 1 });
}

function isEdited(ledger: Ledger, { node }: NodeRecord): boolean {
  return node.editor_id !== null && effectiveState(node, ledger.now).editor_id !== null;
}

function isInputReady(ledger: Ledger, id: string, position: number): boolean {
  const record = ledger.node(id);
  return record !== null && isReadyFor(ledger, record, position);
}

function waitFor(ledger: Ledger, nodeId: string, record: JobRecord): void {
  const isFirst = !ledger.store.isAwaited(nodeId);
  ledger.store.wait(nodeId, { job_id: record.job.id, position: record.position });
  const node = ledger.node(nodeId);
  // D1 hears of the first wait only: its confirmation makes the object look again, which must not begin a new round.
  if (!isFirst || node === null || !ledger.isForeign(node.node)) return;
  ledger.postForeignWait(nodeId);
  ledger.setTimer({ kind: "foreign_wait", id: nodeId, due: ledger.nowMs + FOREIGN_WAIT_INTERVAL_MS });
}

function stopWaiting(ledger: Ledger, record: JobRecord): void {
  ledger.store.stopWaiting(record.input_ids, record.position);
  for (const id of record.input_ids) {
    const node = ledger.node(id);
    if (node === null || !ledger.isForeign(node.node)) continue;
    if (ledger.store.isAwaited(id)) continue;
    ledger.clearTimer("foreign_wait", id);
    ledger.postForeignWait(id);
  }
}

/** The bare end of a job. Answers the nodes that it held. */
function end(ledger: Ledger, record: JobRecord, status: JobStatus): readonly string[] {
  if (record.job.status === "BLOCKED") stopWaiting(ledger, record);
  else ledger.clearTimer("job", record.job.id);
  ledger.enter(record, status);
  ledger.dispatched.delete(record.job.id);
  for (const id of record.output_ids) {
    ledger.store.unlock(id, record.position);
    ledger.touchNode(id);
  }
  for (const id of record.input_ids) if (ledger.node(id)?.deleted) ledger.touchNode(id);
  return record.output_ids;
}

function abandon(ledger: Ledger, root: JobRecord, blocked: readonly JobRecord[]): string[] {
  const doomed = new Set(
    downstreamJobs(
      [root],
      blocked.map(({ job, ...rest }) => ({ id: job.id, ...rest })),
    ),
  );
  return blocked.filter((record) => doomed.has(record.job.id)).flatMap((record) => end(ledger, record, "ABANDONED"));
}

function failForMissingInput(ledger: Ledger, record: JobRecord, nodeId: string): void {
  const reason = missingText("data_node", nodeId);
  record.job = { ...record.job, stacktrace: withTraces(record.job.stacktrace, [reason]) };
  finishWithDownstream(ledger, record, "FAILED");
}

const toMs = (time: Microseconds): number => Math.floor(time / MICROSECONDS_PER_MILLISECOND);
