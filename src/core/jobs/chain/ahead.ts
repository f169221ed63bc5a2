import { configuredPath } from "../../entities/data-node.ts";
import type { PlannedJob } from "../../ports/orchestrator.ts";
import { isReadyFor } from "../machine/readiness.ts";
import { placementOf } from "../placement.ts";
import { isLimited } from "../slots/limits.ts";
import type { Draft, JobRecord, RunAhead } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { nodesOf, orderOf } from "./work-order.ts";

/** Jobs that one order promises: an order of a longer chain is followed by another one. */
const MAX_FOLLOWING = 20;

// docs/decisions/067-chains-in-one-order.md
/**
 * Promises the worker of a job those that follow it: each becomes runnable by the end of the one before. Their tries are counted
 * now, so that a worker which begins one after this one has died can tell that the function may have run.
 */
export function promiseFollowing(transaction: Transaction, head: Draft<JobRecord>): PlannedJob[] {
  const following: PlannedJob[] = [];
  const members = new Set([head.job.id]);
  const made = new Set<string>();
  for (let last = head; following.length < MAX_FOLLOWING; ) {
    for (const id of last.output_ids) made.add(id);
    const next = followerOf(transaction, last, members);
    if (next === null) break;
    members.add(next.job.id);
    following.push(promise(transaction, next, made));
    last = next;
  }
  return following;
}

/** Whether a worker may run a job ahead with this token. */
export const isPromised = ({ job, ahead }: JobRecord, token: number): boolean =>
  ahead !== null && ahead.token === job.attempt && job.attempt === token;

/** Whether the inputs of a job are those that the worker that runs it ahead has read. */
export const hasRead = (transaction: Transaction, { input_ids }: JobRecord, { reads }: RunAhead): boolean =>
  input_ids.every((id, index) => transaction.node(id)?.node.edit_number === reads[index]);

/** The jobs that were promised to the worker of a job, which does not hold it any more: what the worker reports of them is void. */
export function revokeFollowing(transaction: Transaction, record: JobRecord): void {
  const before: JobRecord[] = [record];
  for (let one = before.pop(); one !== undefined; one = before.pop()) {
    for (const next of waitersFor(transaction, one)) {
      if (next.ahead === null) continue;
      revoke(transaction, next);
      before.push(next);
    }
  }
}

/** No worker may run the job ahead any more. The try that was promised stays counted: its function may have run. */
export function revoke(transaction: Transaction, record: Draft<JobRecord>): void {
  record.ahead = null;
  transaction.changeJob(record);
}

/** A job of a chain has written a node: those that follow it read this edit. */
export function noteWritten(
  transaction: Transaction,
  { job, position }: JobRecord,
  nodeId: string,
  edit: number,
): void {
  for (const { job_id } of transaction.queueAt(nodeId).waiters) {
    const next = transaction.job(job_id);
    if (next === null || next.ahead === null || next.job.submit_id !== job.submit_id) continue;
    // What writes an input of a promised job, and is not of the chain, comes after it.
    if (position > next.position) continue;
    const { token, reads } = next.ahead;
    next.ahead = { token, reads: reads.map((read, index) => (next.input_ids[index] === nodeId ? edit : read)) };
    transaction.keepJob(next);
  }
}

function promise(transaction: Transaction, record: Draft<JobRecord>, made: ReadonlySet<string>): PlannedJob {
  const token = record.job.attempt + 1;
  const nodes = nodesOf(transaction, record.input_ids);
  const inputs = nodes.map((node) =>
    made.has(node.id) ? { ...node, edit_number: 0, last_edit_date: null, payload: null } : node,
  );
  record.job = { ...record.job, attempt: token };
  record.ahead = { token, reads: nodes.map(({ id, edit_number }) => (made.has(id) ? null : edit_number)) };
  transaction.keepJob(record);
  return orderOf(transaction, record, inputs, nodesOf(transaction, record.output_ids));
}

/** The job that becomes runnable by the end of the last one of a chain, and that its worker may run next. */
function followerOf(transaction: Transaction, last: JobRecord, members: ReadonlySet<string>): Draft<JobRecord> | null {
  for (const record of waitersFor(transaction, last)) {
    if (!members.has(record.job.id) && mayFollow(transaction, record, members)) return record;
  }
  return null;
}

/** Blocked jobs of the same submission that wait for an output of a job. */
function waitersFor(transaction: Transaction, { job, output_ids }: JobRecord): Draft<JobRecord>[] {
  return output_ids
    .flatMap((id) => transaction.queueAt(id).waiters)
    .flatMap(({ job_id }) => transaction.job(job_id) ?? [])
    .filter((record) => record.job.submit_id === job.submit_id && record.job.status === "BLOCKED");
}

/** Whether all that a blocked job waits for are the outputs of the chain, in this domain and without a limit or a place of its own. */
function mayFollow(transaction: Transaction, record: JobRecord, members: ReadonlySet<string>): boolean {
  if (placementOf(transaction, record) !== undefined) return false;
  if (isLimited(transaction.policy.limitsOf(record.job.task_config_id))) return false;
  return record.input_ids.every((id) => {
    const input = transaction.node(id);
    // A file that several nodes share changes without an edit of this node.
    if (input === null || transaction.isForeign(input.node) || configuredPath(input.node.properties) !== null)
      return false;
    if (isReadyFor(transaction, input, record.position)) return true;
    const { holders } = transaction.queueAt(id);
    const writers = holders.filter(({ position }) => position < record.position);
    return writers.length > 0 && writers.every(({ job_id }) => members.has(job_id));
  });
}
