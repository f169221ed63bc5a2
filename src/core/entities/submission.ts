import {
  computed,
  flag,
  hidden,
  id,
  orNull,
  properties,
  type RowOf,
  revision,
  startsEmpty,
  text,
  texts,
  time,
  units,
  version,
  word,
} from "./fields.ts";
import { tableOf } from "./table.ts";

export const SUBMISSION_STATUSES = [
  "SUBMITTED",
  "UNDEFINED",
  "BLOCKED",
  "PENDING",
  "RUNNING",
  "CANCELED",
  "FAILED",
  "COMPLETED",
] as const;
export type SubmissionStatus = (typeof SUBMISSION_STATUSES)[number];

const ENTITY_TYPES = ["SCENARIO", "SEQUENCE", "TASK"] as const;

/** One request to execute a scenario, a sequence or a task. The orchestrator object owns it; D1 holds a copy. */
export const submissionFields = {
  id: id("Unique.", "SUBMISSION_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  entity_id: text("What was submitted."),
  entity_type: word(ENTITY_TYPES, "Its kind."),
  entity_config_id: orNull(text("Its configuration; null for sequences.")),
  job_ids: texts("Ids of its jobs."),
  properties: startsEmpty(properties()),
  creation_date: time("When it was accepted."),
  submission_status: word(SUBMISSION_STATUSES, "Follows from the statuses of its jobs."),
  is_completed: startsEmpty(flag("Whether a job has completed or was skipped.")),
  is_abandoned: startsEmpty(flag("Whether a job was abandoned.")),
  is_canceled: startsEmpty(flag("Whether a job was cancelled.")),
  run_at: computed(orNull(time("When its first job began to run; null when none has."))),
  finished_at: orNull(time("When its last job ended; null while one has not.")),
  version: version(),
  domain: hidden(text("The name of the orchestrator object that owns it.")),
  running_jobs: hidden(startsEmpty(texts())),
  blocked_jobs: hidden(startsEmpty(texts())),
  pending_jobs: hidden(startsEmpty(texts())),
  /** D1 gets them with its end; an object that counts them does not keep them here. */
  units: hidden(startsEmpty(orNull(units()))),
  revision: revision(),
};
export type Submission = RowOf<typeof submissionFields>;

export const submissionTable = tableOf("submissions", ["id"], submissionFields);
