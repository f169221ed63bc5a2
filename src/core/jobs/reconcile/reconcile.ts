import type { Stand } from "../../ports/outbox-database.ts";
import { isInitial } from "../../values/history.ts";
import { finishWithDownstream, release } from "../machine/settle.ts";
import type { Draft, JobRecord, OutboxEntry } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { isUnderWay } from "../statuses.ts";
import { followNodes, type Renumbered } from "./follow-nodes.ts";
import { editsOf, type InFlight, inFlight, nodesOf } from "./in-flight.ts";

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** What was done about it. */
export interface Reconciled {
  /** D1 was restored to an earlier time; else it is ahead of the object. */
  readonly isRestored: boolean;
  /** Submissions that have lost their entity. */
  readonly lost: readonly string[];
  readonly renumbered: readonly Renumbered[];
}

// docs/decisions/065-each-drain-raises-a-counter.md
/**
 * D1 is not as the object left it. What is at rest leaves the object: D1 is right about it. What is in flight is sent again, newer
 * than anything that D1 has, unless D1 has lost its entity: then it ends and leaves nothing.
 * @param given what D1 has not confirmed: this posts it anew
 */
export function reconcile(transaction: Transaction, stand: Stand, given: readonly OutboxEntry[]): Reconciled {
  const { state, domain, counters } = transaction;
  const isRestored = stand.counter < counters.confirmed;
  const newest = stand.dataNodes.reduce((highest, { revision }) => Math.max(highest, revision), stand.counter);
  transaction.raiseRevision(newest);
  transaction.count({ confirmed: stand.counter, highestEdit: state.highestEdit() });
  if (isRestored) transaction.count({ editFloor: counters.highestEdit });

  const before = inFlight(state, domain, given);
  const { lost, jobs } = endLostWork(transaction, before, new Set(stand.entities));
  const unsent = given.filter((entry) => !isRecorded(entry, stand)).map((entry) => withoutWriter(entry, jobs));
  const renumbered = followNodes(transaction, stand, { ...before, edits: editsOf(unsent) });
  sendAgain(transaction, before, unsent, renumbered);
  release(transaction, before.dataNodes);
  forgetAtRest(transaction, before, unsent);
  transaction.count({ forgotten: transaction.revision });
  return { isRestored, lost, renumbered };
}

/** What has lost its entity: submissions, and all jobs of these. */
interface LostWork {
  readonly lost: readonly string[];
  readonly jobs: ReadonlySet<string>;
}

/** Cancels and removes the submissions whose entity, or a task of which, D1 does not have. */
function endLostWork(transaction: Transaction, { submissions }: InFlight, entities: ReadonlySet<string>): LostWork {
  const isLost = (id: string): boolean => {
    const owner = transaction.submission(id);
    if (owner === null) return false;
    const tasks = jobsOf(transaction, id).map(({ job }) => job.task_id);
    return [owner.submission.entity_id, ...tasks].some((entity) => !entities.has(entity));
  };
  const lost = submissions.filter(isLost);
  const jobs = new Set(lost.flatMap((id) => transaction.submission(id)?.submission.job_ids ?? []));
  for (const id of lost) {
    for (const record of transaction.activeJobs(id)) finishWithDownstream(transaction, record, "CANCELED");
    for (const { job } of jobsOf(transaction, id)) transaction.removeJob(job.id);
    transaction.removeSubmission(id);
  }
  return { lost, jobs };
}

/** The initial file of a data node that D1 has edits of: the object has not known these. */
const isRecorded = (entry: OutboxEntry, { dataNodes }: Stand): boolean =>
  editsOf([entry]).some(
    (edit) => isInitial(edit) && dataNodes.some(({ id, newest_edit }) => id === edit.data_node_id && newest_edit > 0),
  );

/** An edit of a job that is gone names none: what others have read in a shared data node stays. */
function withoutWriter([kind, id, row]: OutboxEntry, jobs: ReadonlySet<string>): OutboxEntry {
  const [edit] = editsOf([[kind, id, row]]);
  return edit !== undefined && jobs.has(edit.job_id ?? "") ? [kind, id, { ...edit, job_id: null }] : [kind, id, row];
}

function sendAgain(
  transaction: Transaction,
  { submissions }: InFlight,
  unsent: readonly OutboxEntry[],
  renumbered: readonly Renumbered[],
): void {
  for (const id of submissions) {
    const owner = transaction.submission(id);
    if (owner === null) continue;
    transaction.changeSubmission(owner);
    for (const record of jobsOf(transaction, id)) transaction.changeJob(record);
  }
  for (const entry of unsent) postAgain(transaction, entry, renumbered);
  for (const id of transaction.state.timersOf("foreign_wait")) {
    if (transaction.queueAt(id).waiters.length > 0) transaction.post("foreign_wait", id);
  }
}

function postAgain(transaction: Transaction, entry: OutboxEntry, renumbered: readonly Renumbered[]): void {
  const [kind, id, row] = entry;
  const isDeleted = row === "deleted";
  const job = kind === "job" && !isDeleted ? transaction.job(id) : null;
  // Submissions and data nodes that D1 lacks are in flight, and were sent again with these.
  if (job !== null) transaction.changeJob(job);
  else if (kind === "edit") {
    const [edit] = editsOf([entry]);
    const moved = renumbered.find(({ from, edit: { data_node_id } }) => `${data_node_id}#${from}` === id);
    if (moved !== undefined) transaction.post("edit", `${moved.edit.data_node_id}#${moved.edit.number}`, moved.edit);
    else if (edit !== undefined) transaction.post("edit", id, edit);
  } else if (isDeleted || (kind !== "submission" && kind !== "data_node" && kind !== "job")) {
    transaction.post(kind, id, row);
  }
}

/** Records that nothing in flight needs. D1 has them, or has lost them: in both cases it is right. */
function forgetAtRest(transaction: Transaction, before: InFlight, unsent: readonly OutboxEntry[]): void {
  const { state } = transaction;
  const owners = before.submissions.filter((id) => transaction.submission(id) !== null);
  const jobs = owners.flatMap((id) => jobsOf(transaction, id));
  const kept = new Set([
    ...owners,
    ...jobs.map(({ job }) => job.id),
    ...jobs.filter(({ job }) => isUnderWay(job.status)).flatMap(nodesOf),
    ...before.dataNodes.filter((id) => transaction.node(id)?.deleted === false),
    ...state.timersOf("editor_lock"),
    ...state.timersOf("foreign_wait"),
    ...unsent.map(([, id]) => id),
  ]);
  for (const id of state.heldIds("data_node", "", EVERYTHING)) if (!kept.has(id)) transaction.removeNode(id);
  for (const id of state.heldIds("job", "", EVERYTHING)) if (!kept.has(id)) transaction.forgetJob(id);
  for (const id of state.heldIds("submission", "", EVERYTHING)) if (!kept.has(id)) transaction.forgetSubmission(id);
}

const jobsOf = (transaction: Transaction, submissionId: string): Draft<JobRecord>[] =>
  (transaction.submission(submissionId)?.submission.job_ids ?? []).flatMap((id) => transaction.job(id) ?? []);
