import * as z from "zod";
import { schema } from "../schema.ts";
import { Properties, TimestampText } from "./fields.ts";
import { table } from "./table.ts";

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

export const ENTITY_TYPES = ["SCENARIO", "SEQUENCE", "TASK"] as const;

/** One request to execute a scenario, a sequence or a task. The orchestrator object owns it; D1 holds a copy. */
export const Submission = /* @__PURE__ */ schema(() =>
  z.object({
    id: z.string(),
    entity_id: z.string(),
    entity_type: z.enum(ENTITY_TYPES),
    /** null for sequences. */
    entity_config_id: z.string().nullable(),
    version: z.string(),
    domain: z.string(),
    job_ids: z.array(z.string()),
    properties: Properties,
    creation_date: TimestampText,
    submission_status: z.enum(SUBMISSION_STATUSES),
    is_completed: z.boolean(),
    is_abandoned: z.boolean(),
    is_canceled: z.boolean(),
    running_jobs: z.array(z.string()),
    blocked_jobs: z.array(z.string()),
    pending_jobs: z.array(z.string()),
    /** When the last job ended; null while one has not. */
    finished_at: TimestampText.nullable(),
    revision: z.int().nonnegative(),
  }),
);
export type Submission = z.infer<typeof Submission>;

export const submissionTable = table<Submission>("submissions", ["id"], {
  id: "text",
  entity_id: "text",
  entity_type: "text",
  entity_config_id: "text",
  version: "text",
  domain: "text",
  job_ids: "json",
  properties: "json",
  creation_date: "text",
  submission_status: "text",
  is_completed: "boolean",
  is_abandoned: "boolean",
  is_canceled: "boolean",
  running_jobs: "json",
  blocked_jobs: "json",
  pending_jobs: "json",
  finished_at: "text",
  revision: "number",
});
