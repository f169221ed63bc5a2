import type { Job } from "../../entities/job.ts";
import type { Outcome } from "../../errors.ts";
import { refuseMissing } from "../../missing.ts";
import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { isFinished, type JobStatus } from "../statuses.ts";
import { inertRecord } from "./accept-submission.ts";
import { abandonDownstream, finishWithDownstream } from "./settle.ts";

type Cancel = (transaction: Transaction, record: Draft<JobRecord>, force: boolean) => void;

const end: Cancel = (transaction, record) => finishWithDownstream(transaction, record, "CANCELED");

const letRun: Cancel = (transaction, record, force) => {
  if (force) {
    record.cancel_requested = true;
    transaction.changeJob(record);
  }
  abandonDownstream(transaction, record);
};

const leave: Cancel = () => {};

const CANCEL_IN: Readonly<Record<JobStatus, Cancel>> = {
  SUBMITTED: end,
  BLOCKED: end,
  PENDING: end,
  RUNNING: letRun,
  COMPLETED: abandonDownstream,
  SKIPPED: abandonDownstream,
  CANCELED: leave,
  FAILED: leave,
  ABANDONED: leave,
};

/**
 * Cancels a job. One that has not begun is CANCELED; one that runs goes on (its worker must stop only with
 * `force`), keeps its outputs until it ends, and the jobs that need them are ABANDONED; so are the jobs that need the
 * outputs of one that has ended well. A job that was cancelled, abandoned or has failed stays as it is.
 * @param forgotten the job as D1 has it, when the object does not know it
 */
export function cancelJob(
  transaction: Transaction,
  jobId: string,
  force: boolean,
  forgotten: Job | null = null,
): Outcome<Job> {
  const record = transaction.job(jobId);
  if (record === null)
    return forgotten === null ? refuseMissing("job", jobId) : cancelForgotten(transaction, forgotten);
  CANCEL_IN[record.job.status](transaction, record, force);
  return { ok: true, value: record.job };
}

/** No job waits for one that has left the object. One that has not ended is never run: it was made by hand, or got lost. */
function cancelForgotten(transaction: Transaction, job: Job): Outcome<Job> {
  if (isFinished(job.status)) return { ok: true, value: job };
  // An object that has lost its state begins above what D1 has.
  transaction.raiseRevision(job.revision);
  const record = inertRecord(job, transaction.nextPosition());
  finishWithDownstream(transaction, record, "CANCELED");
  return { ok: true, value: record.job };
}
