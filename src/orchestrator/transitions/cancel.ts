import { isFinished } from "../../core/jobs/statuses.ts";
import type { Ledger } from "../state/ledger.ts";
import type { JobRecord } from "../state/records.ts";
import { abandonDownstream, finishWithDownstream } from "./transitions.ts";

/**
 * Cancels a job. One that has not begun is CANCELED; one that runs goes on (its worker is told to stop only with
 * `force`), keeps its outputs until it ends, and what follows it is ABANDONED; so is what follows one that has ended
 * well. A job that was cancelled, abandoned or has failed stays as it is.
 */
export function cancelJob(ledger: Ledger, record: JobRecord, force: boolean): void {
  switch (record.job.status) {
    case "SUBMITTED":
    case "BLOCKED":
    case "PENDING":
      finishWithDownstream(ledger, record, "CANCELED");
      return;
    case "RUNNING":
      if (force) {
        record.cancel_requested = true;
        ledger.touchJob(record);
      }
      abandonDownstream(ledger, record);
      return;
    case "COMPLETED":
    case "SKIPPED":
      abandonDownstream(ledger, record);
      return;
    case "CANCELED":
    case "FAILED":
    case "ABANDONED":
      return;
  }
}

/** Whether a job keeps its tasks and submission from being deleted. A job made by hand never runs. */
export const isUnderWay = (record: JobRecord): boolean =>
  !isFinished(record.job.status) && record.job.status !== "SUBMITTED";
