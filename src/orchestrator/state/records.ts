import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Job } from "../../core/entities/job.ts";
import type { Submission } from "../../core/entities/submission.ts";

/** A job with what only its owner knows. */
export interface JobRecord {
  job: Job;
  /** Place in the order of acceptance: a job waits for earlier ones only, so no two jobs can wait for each other. */
  readonly position: number;
  readonly skippable: boolean;
  readonly input_ids: readonly string[];
  readonly output_ids: readonly string[];
  /** How often a worker has been woken for the current try. */
  dispatches: number;
  /** Not to be taken before this time (a retry's delay), in milliseconds since 1970; null = at once. */
  not_before: number | null;
  /** Tries that ended with a thrown error. */
  throws: number;
  /** Tries whose worker went silent. */
  lost_workers: number;
  /** A caller has cancelled it by force while it ran. */
  cancel_requested: boolean;
}

export interface NodeRecord {
  node: DataNodeSnapshot;
  /** Deleted while jobs still used it: gone from D1, kept here until they have ended. */
  deleted: boolean;
  /** What the editor said when locking the node; becomes the comment of the write that ends the lock. */
  lock_comment: string | null;
}

export interface SubmissionRecord {
  submission: Submission;
  /** Jobs that have not ended. */
  open_jobs: number;
}
