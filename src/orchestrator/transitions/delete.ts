import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { type Outcome, refuse } from "../../core/errors.ts";
import { isFinished } from "../../core/jobs/statuses.ts";
import { refuseMissing } from "../../core/missing.ts";
import type { Ledger } from "../state/ledger.ts";
import { isUnderWay } from "./cancel.ts";
import { finishWithDownstream, release } from "./transitions.ts";

const DONE: Outcome<null> = { ok: true, value: null };

export function deleteJob(ledger: Ledger, jobId: string): Outcome<null> {
  const record = ledger.job(jobId);
  if (record === null) return refuseMissing("job", jobId);
  if (!isFinished(record.job.status)) return refuse("job_not_finished", `Job: ${jobId} cannot be deleted.`);
  ledger.removeJob(record);
  return DONE;
}

/** Removes a submission whose jobs have all ended, and the jobs. */
export function deleteSubmission(ledger: Ledger, submissionId: string): Outcome<null> {
  const record = ledger.submission(submissionId);
  if (record === null) return refuseMissing("submission", submissionId);
  if (record.open_jobs > 0) {
    return refuse("submission_not_finished", `The submission ${submissionId} is not finished yet.`);
  }
  for (const id of record.submission.job_ids) {
    const job = ledger.job(id);
    if (job !== null) ledger.removeJob(job);
  }
  ledger.removeSubmission(record);
  return DONE;
}

/** Removes a data node from D1. Jobs that hold or have begun to need it go on; those that wait for it in vain fail. */
export function deleteDataNode(ledger: Ledger, snapshot: DataNodeSnapshot): Outcome<null> {
  const record = ledger.importNode(snapshot);
  ledger.markDeleted(record);
  release(ledger, [snapshot.id]);
  return DONE;
}

/** Takes note that D1 does not have these data nodes any more: they went with what owned them. */
export function noteDeleted(ledger: Ledger, ids: readonly string[]): void {
  for (const id of ids) {
    const record = ledger.node(id);
    if (record === null) continue;
    record.deleted = true;
    ledger.touchNode(id);
  }
}

/** Forgets all jobs of the tasks and all submissions of the entities; see the port's description. */
export function purge(
  ledger: Ledger,
  taskIds: readonly string[],
  entityIds: readonly string[],
  force: boolean,
): Outcome<null> {
  const jobs = ledger.store.jobsOf(taskIds, entityIds).flatMap((record) => ledger.job(record.job.id) ?? []);
  const underWay = jobs.filter(isUnderWay);
  if (underWay.length > 0 && !force) {
    const names = underWay.map((record) => record.job.id).join(", ");
    return refuse("jobs_unfinished", `Jobs are not finished yet: ${names}. Wait for them, or add force=true.`);
  }
  for (const record of underWay) finishWithDownstream(ledger, record, "CANCELED");
  for (const record of jobs) ledger.removeJob(record);
  for (const { submission } of ledger.store.submissionsOf(entityIds)) {
    const record = ledger.submission(submission.id);
    if (record !== null) ledger.removeSubmission(record);
  }
  return DONE;
}
