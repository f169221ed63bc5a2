import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Job } from "../../entities/job.ts";
import type { EntityRef, LostSubmission, MendCommand } from "../../ports/repair/held.ts";
import { inertRecord } from "../machine/accept-submission.ts";
import { enterStatus } from "../machine/enter.ts";
import { finishWithDownstream, release } from "../machine/settle.ts";
import { outdatedNodes } from "../reconcile/outdated.ts";
import type { Transaction } from "../state/transaction.ts";
import { isFinished } from "../statuses.ts";
import { aggregate } from "../submission-status.ts";

/**
 * Brings the object and D1 together again, as an administrator has asked for. All that it changes gets a revision above D1's.
 * @param forgotten a data node that was read at a lower value of the domain's counter may have been written and have left since:
 * it is left as it is, and the next check finds it again
 * @returns the ids of what it has changed
 */
export function mendDifferences(
  transaction: Transaction,
  { above, resend, adopt, cancel }: MendCommand,
  forgotten: number,
): string[] {
  transaction.raiseRevision(above);
  // D1 may be ahead of the object: the resync is for that.
  const outdated = outdatedNodes(transaction, adopt, { revision: Number.POSITIVE_INFINITY, forgotten });
  return [
    ...resend.filter((entity) => sendAgain(transaction, entity)).map(({ id }) => id),
    ...adopt
      .filter((snapshot) => !outdated.includes(snapshot.id) && adoptState(transaction, snapshot))
      .map(({ id }) => id),
    ...cancel.filter((lost) => cancelLost(transaction, lost)).map(({ submission }) => submission.id),
  ];
}

function sendAgain(transaction: Transaction, { kind, id }: EntityRef): boolean {
  switch (kind) {
    case "submission": {
      const record = transaction.submission(id);
      if (record !== null) transaction.changeSubmission(record);
      return record !== null;
    }
    case "job": {
      const record = transaction.job(id);
      if (record !== null) transaction.changeJob(record);
      return record !== null;
    }
    case "data_node": {
      const record = transaction.node(id);
      if (record === null || record.deleted) return false;
      transaction.changeNode(record);
      return true;
    }
  }
}

/** Takes over D1's state of a data node, and sends it back under a revision of its own, without locks that no job holds. */
function adoptState(transaction: Transaction, { as_of = 0, ...snapshot }: DataNodeSnapshot): boolean {
  if (transaction.isForeign(snapshot)) return false;
  const known = transaction.node(snapshot.id);
  if (known?.deleted === true || transaction.queueAt(snapshot.id).holders.length > 0) return false;
  transaction.raiseRevision(as_of);
  const isBehind = known !== null && known.node.edit_number > snapshot.edit_number;
  const record = {
    node: isBehind ? known.node : snapshot,
    deleted: false,
    lock_comment: known?.lock_comment ?? null,
    actor_until: known === null ? snapshot.editor_expiration_date : known.actor_until,
  };
  transaction.changeNode(record);
  release(transaction, [snapshot.id]);
  return true;
}

/** A submission that has come back by itself meanwhile is left alone, but for jobs that it has lost. */
function cancelLost(transaction: Transaction, { submission, jobs }: LostSubmission): boolean {
  const owner = transaction.submission(submission.id);
  if (owner !== null) return owner.open_jobs === 0 && cancelJobs(transaction, jobs);
  const open = jobs.filter(({ id, status }) => !isFinished(status) && transaction.job(id) === null);
  const known = jobs.filter(({ status }) => isFinished(status)).reduce(aggregate, submission);
  const finished_at = open.length === 0 ? (submission.finished_at ?? transaction.now) : submission.finished_at;
  transaction.changeSubmission({ submission: { ...known, finished_at }, open_jobs: open.length });
  const records = open.map((job) => inertRecord(job, transaction.nextPosition()));
  for (const record of records) transaction.changeJob(record);
  for (const record of records) finishWithDownstream(transaction, record, "CANCELED");
  return true;
}

/** Jobs of a submission that the object knows, and knows to have ended. */
function cancelJobs(transaction: Transaction, jobs: readonly Job[]): boolean {
  const open = jobs.filter(({ id, status }) => !isFinished(status) && transaction.job(id) === null);
  for (const job of open) {
    const canceled = enterStatus(job, "CANCELED", transaction.now);
    transaction.changeJob(inertRecord(canceled, transaction.nextPosition()));
  }
  return open.length > 0;
}
