import type { Job } from "../entities/job.ts";
import type { Timestamp } from "../time.ts";
import { type JobStatus, mayBecome } from "./statuses.ts";

/**
 * The job in another status, with the time of the change.
 * @throws Error for a step that {@link STATUSES} doesn't have: a bug of this service
 */
export function enterStatus(job: Job, status: JobStatus, now: Timestamp): Job {
  if (!mayBecome(job.status, status)) throw new Error(`Job ${job.id} is ${job.status}: it can't become ${status}`);
  return { ...job, status, status_change_records: { ...job.status_change_records, [status]: now } };
}
