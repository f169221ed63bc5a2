import * as z from "zod";
import { cycleFields } from "../../../core/entities/cycle.ts";
import { dataNodeFields, SCOPES } from "../../../core/entities/data-node.ts";
import { editFields } from "../../../core/entities/edit.ts";
import type { Fields } from "../../../core/entities/fields.ts";
import { jobFields } from "../../../core/entities/job.ts";
import { scenarioFields } from "../../../core/entities/scenario.ts";
import { sequenceFields } from "../../../core/entities/sequence.ts";
import { submissionFields } from "../../../core/entities/submission.ts";
import { taskFields } from "../../../core/entities/task.ts";
import { TAIPY_FIELDS } from "../../../http/output/taipy-fields.ts";
import { component } from "../components.ts";
import { Cost } from "./cost.ts";
import { shapeOf } from "./field-schemas.ts";

/** The component of an entity; `more` are fields that are not the entity's own, or that differ in one answer. */
const entity = (name: string, description: string, fields: Fields, more: Record<string, z.ZodType> = {}) =>
  component(name, z.object({ ...shapeOf(fields), ...more }).describe(description));

export const Cycle = entity(
  "Cycle",
  "A period of the business, such as one month: scenarios of one frequency and period share it.",
  cycleFields,
);

export const Scenario = entity(
  "Scenario",
  "A business case: tasks, the data nodes that they connect, and sequences of the tasks.",
  scenarioFields,
);

export const Sequence = entity("Sequence", "A part of a scenario's tasks that can be run by itself.", sequenceFields);

export const Task = entity("Task", "One function with its inputs and outputs.", taskFields);

export const Edit = entity("Edit", "One write to a data node.", editFields);

export const DataNode = entity(
  "DataNode",
  "One value, or a reference to one: what tasks read and write.",
  dataNodeFields,
);

const dataNodeDetail = shapeOf(dataNodeFields, { detail: true });

export const DataNodeDetail = component(
  "DataNodeDetail",
  z.object(dataNodeDetail).describe("A data node with what is too costly for lists."),
);

const option = z.unknown().optional();

/** Taipy answers a creation with the configuration; which options it has depends on the storage type. */
export const CreatedDataNode = component(
  "CreatedDataNode",
  z
    .object(dataNodeDetail)
    .partial({ is_up_to_date: true })
    .extend({
      name: z.literal("DATA_NODE").describe("A constant, as Taipy answers."),
      scope: z.int().min(1).max(SCOPES.length).describe("1 = scenario, 2 = cycle, 3 = global, as Taipy answers."),
      path: option,
      default_path: option,
      default_data: option,
      has_header: option,
      sheet_name: option,
      db_name: option,
      table_name: option,
      read_query: option,
      write_query: option,
      aws_s3_bucket_name: option,
      aws_s3_object_key: option,
      collection_name: option,
    })
    .describe("A data node with its configuration's options."),
);

export const Lock = component(
  "Lock",
  z
    .object(dataNodeDetail)
    .pick({ edit_in_progress: true, editor_id: true, editor_expiration_date: true })
    .extend({ edit_in_progress: z.boolean().describe("Whether a job or an editor is writing the data node.") })
    .describe("Who is writing a data node."),
);

const job = shapeOf(jobFields);
const taipyFields: ReadonlySet<string> = new Set(TAIPY_FIELDS.job);
const acceptedJob = Object.fromEntries(Object.entries(job).filter(([name]) => taipyFields.has(name)));

export const AcceptedJob = component(
  "AcceptedJob",
  z.object(acceptedJob).describe("A job that is safe, while the database does not show it yet."),
);

export const Job = component("Job", z.object({ ...acceptedJob, ...job }).describe("One execution of one task."));

const SUBMISSION = "One request to run a scenario, a sequence or a task.";
const cost = Cost.nullable().optional();

export const Submission = entity("Submission", SUBMISSION, submissionFields);

export const SubmissionDetail = entity(
  "SubmissionDetail",
  "A submission, and its cost where the request wants it.",
  submissionFields,
  { cost },
);

const { id, submission_status: status, job_ids } = shapeOf(submissionFields);

export const SubmissionSummary = component("SubmissionSummary", z.object({ id, status, job_ids, cost }));
