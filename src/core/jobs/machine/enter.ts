import type { Job } from "../../entities/job.ts";
import type { Timestamp } from "../../time.ts";
import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { isFinished, type JobStatus, mayBecome } from "../statuses.ts";
import { aggregate } from "../submission-status.ts";

/** Moves a job to a status, and its submission with it. */
export function enter(transaction: Transaction, record: Draft<JobRecord>, status: JobStatus): void {
  const from = record.job.status;
  record.job = enterStatus(record.job, status, transaction.now);
  transaction.changeJob(record);
  if (isFinished(status)) transaction.ended.push({ of: "job", job: record.job, status, from });
  const owner = transaction.submission(record.job.submit_id);
  if (owner === null) return;
  owner.submission = aggregate(owner.submission, record.job);
  if (isFinished(status)) {
    owner.open_jobs -= 1;
    if (owner.open_jobs === 0) {
      owner.submission = { ...owner.submission, finished_at: transaction.now };
      transaction.ended.push({ of: "submission", submission: owner.submission });
    }
  }
  transaction.changeSubmission(owner);
}

/**
 * The job in another status, with the time of the change.
 * @throws Error for a step that the table of statuses doesn't have: a bug of this service
 */
export function enterStatus(job: Job, status: JobStatus, now: Timestamp): Job {
  if (!mayBecome(job.status, status)) throw new Error(`Job ${job.id} is ${job.status}: it can't become ${status}`);
  return { ...job, status, status_change_records: { ...job.status_change_records, [status]: now } };
}
