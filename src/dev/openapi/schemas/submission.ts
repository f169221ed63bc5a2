import * as z from "zod";
import { ENTITY_TYPES, SUBMISSION_STATUSES } from "../../../core/entities/submission.ts";
import { component } from "../components.ts";
import { Cost } from "./cost.ts";
import { id, ids, Properties, timestamp, version } from "./fields.ts";

const EXAMPLE = "SUBMISSION_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11";
const status = z.enum(SUBMISSION_STATUSES).describe("Follows from the statuses of its jobs.");

const fields = z.object({
  id: id("Unique.", EXAMPLE),
  entity_id: z.string().describe("What was submitted."),
  entity_type: z.enum(ENTITY_TYPES).describe("Its kind."),
  entity_config_id: z.string().nullable().describe("Its configuration; null for sequences."),
  job_ids: ids("Ids of its jobs."),
  properties: Properties,
  creation_date: timestamp("When it was accepted."),
  submission_status: status,
  is_completed: z.boolean().describe("Whether a job has completed or was skipped."),
  is_abandoned: z.boolean().describe("Whether a job was abandoned."),
  is_canceled: z.boolean().describe("Whether a job was cancelled."),
  run_at: timestamp("When its first job began to run; null when none has.").nullable(),
  finished_at: timestamp("When its last job ended; null while one has not.").nullable(),
  version: version(),
});

const cost = Cost.nullable().optional();

export const Submission = component(
  "Submission",
  fields.clone().describe("One request to run a scenario, a sequence or a task."),
);

export const SubmissionDetail = component(
  "SubmissionDetail",
  fields.extend({ cost }).describe("A submission, and its cost where that is asked for."),
);

export const SubmissionSummary = component(
  "SubmissionSummary",
  z.object({ id: id("Unique.", EXAMPLE), status, job_ids: ids("Ids of its jobs."), cost }),
);
