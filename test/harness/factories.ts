import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import type { Edit, StoredFile } from "../../src/core/entities/edit.ts";
import { emptyFields } from "../../src/core/entities/fields.ts";
import { type Job, jobFields } from "../../src/core/entities/job.ts";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import { type Submission, submissionFields } from "../../src/core/entities/submission.ts";
import type { Task } from "../../src/core/entities/task.ts";
import type { SubmitCommand, WorkOrder } from "../../src/core/ports/orchestrator.ts";

// One factory an entity for all tests. A new field is added here and nowhere else; a test overrides what it is about.

/** When everything was made, unless a test says otherwise. */
export const MADE_AT = "2026-11-23T06:00:00";

/** A payload that lies inside its row. */
export const aPayload = (body: string, overrides: Partial<PayloadRef> = {}): PayloadRef => ({
  tier: "inline",
  content_type: "application/json",
  size: body.length,
  hash: "0".repeat(64),
  key: null,
  body,
  ...overrides,
});

/** A payload that lies under a key in KV, R2 or nowhere. */
export const aStoredPayload = (key: string | null, overrides: Partial<PayloadRef> = {}): PayloadRef =>
  aPayload("", { tier: "kv", size: 1, key, body: null, ...overrides });

/** A data node without a value. */
export const aDataNode = (overrides: Partial<DataNodeSnapshot> = {}): DataNodeSnapshot => ({
  id: "DATANODE_subject_1",
  config_id: "subject",
  version: "latest",
  domain: "d",
  scope: "SCENARIO",
  storage_type: "pickle",
  owner_id: null,
  validity_days: null,
  validity_seconds: null,
  properties: {},
  last_edit_date: null,
  edit_number: 0,
  edit_in_progress: false,
  editor_id: null,
  editor_expiration_date: null,
  editor_actor: null,
  revision: 0,
  payload: null,
  ...overrides,
});

/** A task without inputs and outputs. */
export const aTask = (overrides: Partial<Task> = {}): Task => ({
  id: "TASK_t_1",
  config_id: "t",
  version: "latest",
  domain: "d",
  owner_id: null,
  input_ids: [],
  output_ids: [],
  function_name: "f",
  function_module: "app",
  skippable: false,
  properties: {},
  ...overrides,
});

/** A job that has just been submitted. */
export const aJob = (overrides: Partial<Job> = {}): Job => ({
  id: "JOB_t_1",
  task_id: "TASK_t_1",
  task_config_id: "t",
  version: "latest",
  domain: "d",
  status: "SUBMITTED",
  status_change_records: { SUBMITTED: overrides.creation_date ?? MADE_AT },
  force: false,
  submit_id: "SUBMISSION_1",
  submit_entity_id: "SCENARIO_s_1",
  creation_date: MADE_AT,
  ...emptyFields(jobFields),
  ...overrides,
});

/** A submission of a scenario, none of whose jobs has entered a status yet. */
export const aSubmission = (overrides: Partial<Submission> = {}): Submission => ({
  id: "SUBMISSION_1",
  entity_id: "SCENARIO_s_1",
  entity_type: "SCENARIO",
  entity_config_id: "s",
  version: "latest",
  domain: "d",
  job_ids: ["JOB_t_1"],
  creation_date: MADE_AT,
  submission_status: "SUBMITTED",
  finished_at: null,
  ...emptyFields(submissionFields),
  ...overrides,
});

/** The first edit of a data node, with the value 1. */
export const anEdit = (overrides: Partial<Edit> = {}): Edit => ({
  data_node_id: "DATANODE_n_1",
  number: 1,
  timestamp: MADE_AT,
  job_id: null,
  editor_id: null,
  actor: null,
  comment: null,
  ...aPayload("1"),
  ...overrides,
});

/** A file of the application with the content 1. */
export const aFile = (overrides: Partial<StoredFile> = {}): StoredFile => ({
  path: "a.csv",
  modified: MADE_AT,
  ...aPayload("1"),
  ...overrides,
});

/** The submission of a scenario, as its object gets it. */
export const aSubmitCommand = (
  tasks: readonly Task[],
  data_nodes: readonly DataNodeSnapshot[],
  {
    entity = {},
    ...overrides
  }: Partial<Omit<SubmitCommand, "entity">> & { entity?: Partial<SubmitCommand["entity"]> } = {},
): SubmitCommand => ({
  entity: {
    entity_id: "SCENARIO_s",
    entity_type: "SCENARIO",
    entity_config_id: "s",
    version: "latest",
    domain: "SCENARIO_s",
    ...entity,
  },
  tasks,
  data_nodes,
  force: false,
  ...overrides,
});

/** The first try of a job without inputs and outputs. */
export const aWorkOrder = (overrides: Partial<WorkOrder> = {}): WorkOrder => ({
  job_id: "JOB_t_1",
  task_config_id: "t",
  submission_id: "SUBMISSION_1",
  attempt: 1,
  token: 1,
  lease_ms: 30_000,
  inputs: [],
  outputs: [],
  ...overrides,
});
