export { NO_ROWS } from "../../../src/orchestrator/outbox/outbox-rows.ts";

import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { Job } from "../../../src/core/entities/job.ts";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import type { Task } from "../../../src/core/entities/task.ts";
import { aDataNode, aJob, aPayload, aSubmitCommand, aTask } from "../../harness/factories.ts";

/** The object under test, unless a test says otherwise. */
export const DOMAIN = "SCENARIO_s";
const LONG_AGO = "2020-01-01T00:00:00";

/** Nothing for D1. */
export const payload = (body: string): PayloadRef => aPayload(body);

/** Never written, unless `overrides` say so; see {@link written}. */
export const dataNode = (id: string, overrides: Partial<DataNodeSnapshot> = {}): DataNodeSnapshot =>
  aDataNode({ id, config_id: id, domain: DOMAIN, ...overrides });

export const written = (id: string, overrides: Partial<DataNodeSnapshot> = {}): DataNodeSnapshot =>
  dataNode(id, { last_edit_date: LONG_AGO, edit_number: 1, payload: payload(`default of ${id}`), ...overrides });

export const task = (
  name: string,
  input_ids: readonly string[],
  output_ids: readonly string[],
  overrides: Partial<Task> = {},
): Task =>
  aTask({
    id: `TASK_${name}`,
    config_id: name,
    domain: DOMAIN,
    input_ids: [...input_ids],
    output_ids: [...output_ids],
    function_name: name,
    ...overrides,
  });

export const command = aSubmitCommand;

/** A job that a caller makes by hand. */
export const inertJob = (id: string, overrides: Partial<Job> = {}): Job =>
  aJob({
    id,
    task_id: "TASK_t",
    domain: DOMAIN,
    submit_id: "SUBMISSION_none",
    submit_entity_id: "SCENARIO_s",
    creation_date: LONG_AGO,
    ...overrides,
  });
