import type { Job } from "../entities/job.ts";
import type { Submission, SubmissionStatus } from "../entities/submission.ts";
import type { Log, LogEvent } from "../log/events.ts";
import { MICROSECONDS_PER_MILLISECOND, parseTime, type Timestamp } from "../time.ts";
import type { FinalStatus, JobStatus } from "./statuses.ts";

/** Why a try has ended, though its job goes on. */
export type TryEnd = "try_failed" | "try_lost" | "try_postponed" | "try_handed_over";

/** What a transaction has ended. Each is logged once, after the commit; a transaction that is rolled back has ended nothing. */
export type Ended =
  | {
      readonly of: "try";
      readonly job: Job;
      readonly event: TryEnd;
      readonly at: Timestamp;
      readonly retryMs: number;
      readonly trace: string | null;
    }
  | { readonly of: "job"; readonly job: Job; readonly status: FinalStatus; readonly from: JobStatus }
  | { readonly of: "submission"; readonly submission: Submission };

/** Characters of an error in one line, and of a trace. The API has more of both. */
const MAX_ERROR = 300;
const MAX_TRACE = 2_000;

const JOB_EVENTS = {
  COMPLETED: "job_completed",
  FAILED: "job_failed",
  CANCELED: "job_canceled",
  ABANDONED: "job_abandoned",
  SKIPPED: "job_skipped",
} as const satisfies Readonly<Record<FinalStatus, LogEvent>>;

type SubmissionEvent = "submission_completed" | "submission_failed" | "submission_canceled" | "submission_undefined";

const submissionEvent = (status: SubmissionStatus): SubmissionEvent => {
  switch (status) {
    case "COMPLETED":
      return "submission_completed";
    case "FAILED":
      return "submission_failed";
    case "CANCELED":
      return "submission_canceled";
    default:
      return "submission_undefined";
  }
};

/** Writes the line of one end. It never throws, unless the log does. */
export function logEnd(log: Log, ended: Ended): void {
  switch (ended.of) {
    case "try": {
      const { job, event, at, retryMs, trace } = ended;
      const fields = { ...fieldsOf(job), duration_ms: between(job.status_change_records.RUNNING, at) };
      if (event === "try_handed_over") log(event, fields);
      else if (event === "try_lost") log(event, { ...fields, retry_ms: retryMs });
      else if (event === "try_postponed") log(event, { ...fields, retry_ms: retryMs, error: firstLine(trace) });
      else log(event, { ...fields, retry_ms: retryMs, ...failure(trace) });
      return;
    }
    case "job": {
      const { job, status, from } = ended;
      const { [status]: at, RUNNING: since } = job.status_change_records;
      const fields = {
        ...fieldsOf(job),
        ...(from === "RUNNING" && { duration_ms: between(since, at) }),
        total_ms: between(job.creation_date, at),
      };
      if (status === "FAILED") log("job_failed", { ...fields, ...failure(job.stacktrace.at(-1) ?? null) });
      else log(JOB_EVENTS[status], fields);
      return;
    }
    case "submission": {
      const { id, domain, entity_id, entity_type, entity_config_id, job_ids, creation_date, finished_at } =
        ended.submission;
      log(submissionEvent(ended.submission.submission_status), {
        domain,
        submission_id: id,
        entity_id,
        entity_type,
        entity_config_id,
        jobs: job_ids.length,
        total_ms: between(creation_date, finished_at),
      });
    }
  }
}

const fieldsOf = (job: Job) => ({
  domain: job.domain,
  job_id: job.id,
  task_id: job.task_id,
  task_config_id: job.task_config_id,
  submission_id: job.submit_id,
  submit_entity_id: job.submit_entity_id,
  attempt: job.attempt,
});

const failure = (trace: string | null) => ({
  error: firstLine(trace),
  stacktrace: trace === null ? null : cut(trace, MAX_TRACE),
});

const firstLine = (trace: string | null): string | null =>
  trace === null ? null : cut(trace.trimStart().split("\n", 1)[0] ?? "", MAX_ERROR);

const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length)}…`);

/** Whole milliseconds; null = one of the times is not known. */
function between(from: Timestamp | null | undefined, to: Timestamp | null | undefined): number | null {
  const [since, until] = [from, to].map((time) => (time == null ? null : parseTime(time)));
  if (since == null || until == null) return null;
  return Math.round((until - since) / MICROSECONDS_PER_MILLISECOND);
}
