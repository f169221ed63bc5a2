import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Job } from "../../entities/job.ts";
import type { Submission } from "../../entities/submission.ts";
import { type Outcome, refuse } from "../../errors.ts";
import { refuseMissing } from "../../missing.ts";
import type { SubmissionRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { hasTimer, isFinished, isUnderWay } from "../statuses.ts";
import { importNode, noteDeleted } from "./nodes.ts";
import { finishWithDownstream, release } from "./settle.ts";

const DONE: Outcome<null> = { ok: true, value: null };

/** @param forgotten the job as D1 has it, when the object does not know it */
export function deleteJob(transaction: Transaction, jobId: string, forgotten: Job | null = null): Outcome<null> {
  const job = transaction.job(jobId)?.job ?? forgotten;
  if (job === null) return refuseMissing("job", jobId);
  if (!isFinished(job.status)) return refuse("job_not_finished", `Job: ${jobId} cannot be deleted.`);
  transaction.raiseRevision(job.revision);
  remove(transaction, job);
  return DONE;
}

/**
 * Removes a submission whose jobs have all ended, and the jobs.
 * @param forgotten the submission as D1 has it, when the object does not know it
 */
export function deleteSubmission(
  transaction: Transaction,
  submissionId: string,
  forgotten: Submission | null = null,
): Outcome<null> {
  const record = transaction.submission(submissionId) ?? recordOf(forgotten);
  if (record === null) return refuseMissing("submission", submissionId);
  if (record.open_jobs > 0) {
    return refuse("submission_not_finished", `The submission ${submissionId} is not finished yet.`);
  }
  transaction.raiseRevision(record.submission.revision);
  for (const id of record.submission.job_ids) {
    const known = transaction.job(id);
    if (known !== null) remove(transaction, known.job);
  }
  removeForgottenJobs(transaction, record.submission);
  transaction.removeSubmission(submissionId);
  return DONE;
}

const recordOf = (submission: Submission | null): SubmissionRecord | null =>
  submission === null
    ? null
    : { submission, open_jobs: submission.finished_at === null ? submission.job_ids.length : 0 };

/** Removes a data node from D1. Jobs that hold it or have begun to need it go on; those that wait for its value fail. */
export function deleteDataNode(transaction: Transaction, snapshot: DataNodeSnapshot): Outcome<null> {
  const record = importNode(transaction, snapshot);
  record.deleted = true;
  transaction.announceDeletion();
  transaction.changeNode(record);
  transaction.post("data_node", snapshot.id, "deleted");
  release(transaction, [snapshot.id]);
  return DONE;
}

/**
 * Forgets data nodes that D1 has deleted some time ago, and copies of other domains' nodes, which are read again when a job
 * needs them.
 * @returns those that jobs under way still use; call it again later
 */
export function forgetNodes(transaction: Transaction, ids: readonly string[]): string[] {
  const used = ids.filter((id) => transaction.node(id) !== null && transaction.isUsed(id));
  for (const id of ids) {
    if (used.includes(id) || transaction.node(id) === null) continue;
    transaction.removeNode(id);
    transaction.clearTimer("editor_lock", id);
    transaction.clearTimer("foreign_wait", id);
  }
  // Deleted without this object's knowledge: jobs that wait for a value fail.
  const unnoticed = used.filter((id) => transaction.node(id)?.deleted === false);
  if (unnoticed.length > 0) noteDeleted(transaction, unnoticed);
  return used;
}

/** Removes all jobs of the tasks and all submissions of the entities (see the port), whose own rows go next. */
export function purge(
  transaction: Transaction,
  taskIds: readonly string[],
  entityIds: readonly string[],
  force: boolean,
): Outcome<null> {
  const jobs = transaction.jobsOf(taskIds, entityIds);
  const underWay = jobs.filter(({ job }) => isUnderWay(job.status));
  if (underWay.length > 0 && !force) {
    const names = underWay.map((record) => record.job.id).join(", ");
    return refuse("jobs_unfinished", `Jobs are not finished yet: ${names}. Wait for them, or add force=true.`);
  }
  for (const record of underWay) finishWithDownstream(transaction, record, "CANCELED");
  for (const { job } of jobs) remove(transaction, job);
  for (const { submission } of transaction.state.submissionsOf(entityIds)) {
    if (transaction.submission(submission.id) === null) continue;
    removeForgottenJobs(transaction, submission);
    transaction.removeSubmission(submission.id);
  }
  transaction.announceDeletion();
  return DONE;
}

/** A submission's jobs may leave the object before it. */
function removeForgottenJobs(transaction: Transaction, { job_ids }: Submission): void {
  for (const id of job_ids) if (transaction.job(id) === null) transaction.removeJob(id);
}

function remove(transaction: Transaction, job: Job): void {
  if (hasTimer(job.status)) transaction.clearTimer("job", job.id);
  transaction.removeJob(job.id);
}
