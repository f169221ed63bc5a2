import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import { emptyFields } from "../../src/core/entities/fields.ts";
import { type Job, jobFields } from "../../src/core/entities/job.ts";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import type { Task } from "../../src/core/entities/task.ts";
import type { SubmitCommand } from "../../src/core/ports/orchestrator.ts";
import type { OutboxRows } from "../../src/core/ports/outbox-database.ts";
import { snapshotOf } from "../storage/snapshot.ts";

/** The object under test, unless a test says otherwise. */
export const DOMAIN = "SCENARIO_s";
const LONG_AGO = "2020-01-01T00:00:00";

/** Nothing for D1. */
export const NO_ROWS: OutboxRows = {
  edits: [],
  files: [],
  dataNodes: [],
  jobs: [],
  submissions: [],
  deletedJobs: [],
  deletedSubmissions: [],
  deletedDataNodes: [],
  foreignWaits: [],
};

export const payload = (body: string): PayloadRef => ({
  tier: "inline",
  content_type: "application/json",
  size: body.length,
  hash: "0".repeat(64),
  key: null,
  body,
});

/** Never written, unless `overrides` say so; see {@link written}. */
export const dataNode = (id: string, overrides: Partial<DataNodeSnapshot> = {}): DataNodeSnapshot =>
  snapshotOf({ id, config_id: id, domain: DOMAIN, ...overrides });

export const written = (id: string, overrides: Partial<DataNodeSnapshot> = {}): DataNodeSnapshot =>
  dataNode(id, { last_edit_date: LONG_AGO, edit_number: 1, payload: payload(`default of ${id}`), ...overrides });

export const task = (
  name: string,
  input_ids: readonly string[],
  output_ids: readonly string[],
  overrides: Partial<Task> = {},
): Task => ({
  id: `TASK_${name}`,
  config_id: name,
  version: "latest",
  domain: DOMAIN,
  owner_id: null,
  input_ids: [...input_ids],
  output_ids: [...output_ids],
  function_name: name,
  function_module: "app",
  skippable: false,
  properties: {},
  ...overrides,
});

export const command = (
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
    domain: DOMAIN,
    ...entity,
  },
  tasks,
  data_nodes,
  force: false,
  ...overrides,
});

/** A job that a caller makes by hand. */
export const inertJob = (id: string, overrides: Partial<Job> = {}): Job => ({
  id,
  task_id: "TASK_t",
  task_config_id: "t",
  version: "latest",
  domain: DOMAIN,
  status: "SUBMITTED",
  status_change_records: { SUBMITTED: LONG_AGO },
  force: false,
  submit_id: "SUBMISSION_none",
  submit_entity_id: "SCENARIO_s",
  creation_date: LONG_AGO,
  ...emptyFields(jobFields),
  ...overrides,
});
