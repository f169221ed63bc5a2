import { JOB_STATUSES } from "../jobs/statuses.ts";
import {
  computed,
  flag,
  hidden,
  id,
  integer,
  member,
  number,
  orNull,
  type RowOf,
  reasons,
  revision,
  spacedTime,
  startsEmpty,
  subscribers,
  text,
  texts,
  time,
  times,
  version,
} from "./fields.ts";
import { tableOf } from "./table.ts";

/** One execution of one task. The orchestrator object of the domain owns it; D1 holds a copy. */
export const jobFields = {
  id: id("Unique.", "JOB_train_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  task_id: id("The task that it runs.", "TASK_train_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  status: member("Status", JOB_STATUSES, "COMPLETED, FAILED, CANCELED, SKIPPED and ABANDONED are final."),
  force: flag("Whether it runs although its task could be skipped."),
  creation_date: spacedTime("When it was created."),
  stacktrace: startsEmpty(texts("The trace of each error that its function threw.")),
  subscribers: startsEmpty(subscribers()),
  submit_id: id("Its submission.", "SUBMISSION_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  submit_entity_id: text("The scenario, sequence or task that was submitted."),
  version: version(),
  attempt: startsEmpty(integer("How often a worker has taken it.", 0)),
  submitted_at: computed(orNull(time("When it was submitted."))),
  run_at: computed(orNull(time("When it began to run last; null when it never has."))),
  finished_at: computed(orNull(time("When it ended; null while it has not."))),
  execution_duration: computed(orNull(number("Seconds that its last try has taken, so far or in all."))),
  status_change_records: times(JOB_STATUSES, "When each status was entered last."),
  reasons: computed(reasons("Why it is BLOCKED; empty in any other status.")),
  slot_reasons: hidden(startsEmpty(orNull(reasons()))),
  task_config_id: hidden(text("The configuration of its task.")),
  domain: hidden(text("The name of the orchestrator object that owns it.")),
  revision: revision(),
};
export type Job = RowOf<typeof jobFields>;

export const jobTable = tableOf("jobs", ["id"], jobFields);
