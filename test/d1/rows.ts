import type { Edit, StoredFile } from "../../src/core/entities/edit.ts";
import { emptyFields } from "../../src/core/entities/fields.ts";
import { type Job, jobFields } from "../../src/core/entities/job.ts";
import { type Submission, submissionFields } from "../../src/core/entities/submission.ts";
import type { OutboxRows } from "../../src/core/ports/outbox-database.ts";
import { outboxStatements } from "../../src/d1/outbox/outbox-statements.ts";
import { NO_ROWS } from "../orchestrator/factories.ts";
import { db, textPayload } from "./world.ts";

export const job = (overrides: Partial<Job> = {}): Job => ({
  id: "JOB_t_1",
  task_id: "TASK_t_1",
  task_config_id: "t",
  version: "latest",
  domain: "D",
  status: "SUBMITTED",
  status_change_records: { SUBMITTED: "2026-11-23T06:00:00" },
  force: false,
  submit_id: "SUBMISSION_1",
  submit_entity_id: "SCENARIO_s_1",
  creation_date: "2026-11-23T06:00:00",
  ...emptyFields(jobFields),
  revision: 1,
  ...overrides,
});

export const submission = (overrides: Partial<Submission> = {}): Submission => ({
  id: "SUBMISSION_1",
  entity_id: "SCENARIO_s_1",
  entity_type: "SCENARIO",
  entity_config_id: "s",
  version: "latest",
  domain: "D",
  job_ids: ["JOB_t_1"],
  creation_date: "2026-11-23T06:00:00",
  submission_status: "SUBMITTED",
  ...emptyFields(submissionFields),
  finished_at: null,
  revision: 1,
  ...overrides,
});

export const edit = (overrides: Partial<Edit> = {}): Edit => ({
  data_node_id: "DATANODE_n_1",
  number: 1,
  timestamp: "2026-11-23T06:00:00",
  job_id: null,
  editor_id: null,
  comment: null,
  ...textPayload("1"),
  ...overrides,
});

export const file = (overrides: Partial<StoredFile> = {}): StoredFile => ({
  path: "a.csv",
  modified: "2026-11-23T06:00:00",
  ...textPayload("1"),
  ...overrides,
});

/** The state of a data node as its owner sends it. */
export const state = (id: string, revision: number, edit_number = revision): OutboxRows["dataNodes"][number] => ({
  id,
  revision,
  edit_number,
  last_edit_date: "2026-11-23T06:00:00",
  edit_in_progress: false,
  editor_id: null,
  editor_expiration_date: null,
});

/** Applies rows as an orchestrator object does. */
export async function drain(rows: Partial<OutboxRows>): Promise<D1Result[]> {
  const statements = outboxStatements(db, { ...NO_ROWS, ...rows });
  return statements.length === 0 ? [] : db.batch(statements);
}
