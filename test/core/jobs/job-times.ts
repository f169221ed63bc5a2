import type { Job } from "../../../src/core/entities/job.ts";
import { isFinished, type JobStatus } from "../../../src/core/jobs/statuses.ts";
import { MICROSECONDS_PER_SECOND, type Timestamp, timeOf } from "../../../src/core/time.ts";

// A second statement of what the SQL projection of a job says of its times, to compare the two.

export interface JobTimes {
  readonly submitted_at: Timestamp;
  /** When its last try began; null before the first. */
  readonly run_at: Timestamp | null;
  readonly finished_at: Timestamp | null;
  /** Seconds of the last try. All durations are null when the job was never in that status. */
  readonly execution_duration: number | null;
  /** Seconds it last waited for a worker. */
  readonly pending_duration: number | null;
  /** Seconds it last waited for its inputs. */
  readonly blocked_duration: number | null;
}

/** @param now ends the durations that still grow; without it they are null */
export function jobTimes(job: Job, now: Timestamp | null = null): JobTimes {
  const records = job.status_change_records;
  const finished_at = (isFinished(job.status) ? records[job.status] : undefined) ?? null;
  const { BLOCKED: blocked_at, PENDING: pending_at, RUNNING: run_at } = records;
  // A job that is tried again goes back from RUNNING to PENDING: that ends the try.
  const requeued_at = pending_at !== undefined && run_at !== undefined && pending_at > run_at ? pending_at : undefined;
  const spent = (status: JobStatus, since: Timestamp | undefined, left_at: Timestamp | undefined): number | null => {
    if (since === undefined) return null;
    const growing = job.status === status;
    const until = growing ? now : left_at !== undefined && left_at >= since ? left_at : finished_at;
    return until === null ? null : secondsBetween(since, until);
  };
  return {
    submitted_at: records.SUBMITTED ?? job.creation_date,
    run_at: run_at ?? null,
    finished_at,
    execution_duration: spent("RUNNING", run_at, requeued_at),
    pending_duration: spent("PENDING", pending_at, run_at),
    blocked_duration: spent("BLOCKED", blocked_at, pending_at),
  };
}

const secondsBetween = (from: Timestamp, to: Timestamp): number =>
  (timeOf(to) - timeOf(from)) / MICROSECONDS_PER_SECOND;
