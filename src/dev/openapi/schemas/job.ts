import * as z from "zod";
import { JOB_STATUSES } from "../../../core/jobs/statuses.ts";
import { component } from "../components.ts";
import { id, memberName, Subscriber, spacedTimestamp, timestamp, version } from "./fields.ts";

/** What Taipy itself shows of a job. */
const Shown = z.object({
  id: id("Unique.", "JOB_train_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  status: memberName("Status", JOB_STATUSES).describe("COMPLETED, FAILED, CANCELED, SKIPPED and ABANDONED are final."),
  force: z.boolean().describe("Whether it runs although its task could be skipped."),
  creation_date: spacedTimestamp("When it was created."),
  stacktrace: z.array(z.string()).describe("The trace of each error that its function threw."),
});

export const Job = component(
  "Job",
  z
    .object({
      ...Shown.shape,
      task_id: id("The task that it runs.", "TASK_train_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
      subscribers: z.array(Subscriber),
      submit_id: id("Its submission.", "SUBMISSION_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
      submit_entity_id: z.string().describe("The scenario, sequence or task that was submitted."),
      version: version(),
      attempt: z.int().min(0).describe("How often a worker has taken it."),
      submitted_at: timestamp("When it was submitted.").nullable(),
      run_at: timestamp("When it began to run last; null when it never has.").nullable(),
      finished_at: timestamp("When it ended; null while it has not.").nullable(),
      execution_duration: z.number().nullable().describe("Seconds that its last try has taken, so far or in all."),
      status_change_records: z
        .partialRecord(z.enum(JOB_STATUSES), timestamp("When the status was entered last."))
        .describe("When each status was entered last."),
    })
    .describe("One execution of one task."),
);

export const AcceptedJob = component(
  "AcceptedJob",
  Shown.clone().describe("A job that is safe, while the database does not show it yet."),
);
