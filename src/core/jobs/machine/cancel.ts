import type { Job } from "../../entities/job.ts";
import type { Outcome } from "../../errors.ts";
import { refuseMissing } from "../../missing.ts";
import type { Transaction } from "../state/transaction.ts";
import { abandonDownstream, finishWithDownstream } from "./settle.ts";

/**
 * Cancels a job. One that has not begun is CANCELED; one that runs goes on (its worker must stop only with
 * `force`), keeps its outputs until it ends, and the jobs that need them are ABANDONED; so are the jobs that need the
 * outputs of one that has ended well. A job that was cancelled, abandoned or has failed stays as it is.
 */
export function cancelJob(transaction: Transaction, jobId: string, force: boolean): Outcome<Job> {
  const record = transaction.job(jobId);
  if (record === null) return refuseMissing("job", jobId);
  switch (record.job.status) {
    case "SUBMITTED":
    case "BLOCKED":
    case "PENDING":
      finishWithDownstream(transaction, record, "CANCELED");
      break;
    case "RUNNING":
      if (force) {
        record.cancel_requested = true;
        transaction.changeJob(record);
      }
      abandonDownstream(transaction, record);
      break;
    case "COMPLETED":
    case "SKIPPED":
      abandonDownstream(transaction, record);
      break;
    case "CANCELED":
    case "FAILED":
    case "ABANDONED":
      break;
  }
  return { ok: true, value: record.job };
}
