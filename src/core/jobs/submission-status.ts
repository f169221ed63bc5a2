import type { Job } from "../entities/job.ts";
import type { Submission, SubmissionStatus } from "../entities/submission.ts";

/**
 * The submission after one of its jobs has entered a status. FAILED is final. A job is in at most one of the three
 * sets; one that was cancelled stays where it was.
 */
export function aggregate(submission: Submission, job: Pick<Job, "id" | "status">): Submission {
  if (submission.submission_status === "FAILED") return submission;
  if (job.status === "FAILED") return { ...submission, submission_status: "FAILED" };
  const next = recordJob(submission, job);
  return { ...next, submission_status: statusOf(next) };
}

function recordJob(submission: Submission, { id, status }: Pick<Job, "id" | "status">): Submission {
  const others: Submission = {
    ...submission,
    running_jobs: submission.running_jobs.filter((job) => job !== id),
    pending_jobs: submission.pending_jobs.filter((job) => job !== id),
    blocked_jobs: submission.blocked_jobs.filter((job) => job !== id),
  };
  switch (status) {
    case "SUBMITTED":
    case "PENDING":
      return { ...others, pending_jobs: [...others.pending_jobs, id] };
    case "BLOCKED":
      return { ...others, blocked_jobs: [...others.blocked_jobs, id] };
    case "RUNNING":
      return { ...others, running_jobs: [...others.running_jobs, id] };
    case "COMPLETED":
    case "SKIPPED":
      return { ...others, is_completed: true };
    case "ABANDONED":
      return { ...others, is_abandoned: true };
    case "CANCELED":
      return { ...submission, is_canceled: true };
    case "FAILED":
      return submission;
  }
}

function statusOf(submission: Submission): SubmissionStatus {
  if (submission.is_canceled) return "CANCELED";
  if (submission.is_abandoned) return "UNDEFINED";
  if (submission.running_jobs.length > 0) return "RUNNING";
  if (submission.pending_jobs.length > 0) return "PENDING";
  if (submission.blocked_jobs.length > 0) return "BLOCKED";
  return submission.is_completed ? "COMPLETED" : "UNDEFINED";
}
