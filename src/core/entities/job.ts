import * as z from "zod";
import { JOB_STATUSES } from "../jobs/statuses.ts";
import { schema } from "../schema.ts";
import { Subscriber, TimestampText } from "./fields.ts";
import { table } from "./table.ts";

/** One execution of one task. The orchestrator object of the domain owns it; D1 holds a copy. */
export const Job = /* @__PURE__ */ schema(() =>
  z.object({
    id: z.string(),
    task_id: z.string(),
    task_config_id: z.string(),
    version: z.string(),
    domain: z.string(),
    status: z.enum(JOB_STATUSES),
    /** When each status was entered last. */
    status_change_records: z.partialRecord(z.enum(JOB_STATUSES), TimestampText),
    force: z.boolean(),
    submit_id: z.string(),
    submit_entity_id: z.string(),
    creation_date: TimestampText,
    subscribers: z.array(Subscriber),
    /** One full trace a thrown error. */
    stacktrace: z.array(z.string()),
    /** How often a worker has taken it, 0 before the first. */
    attempt: z.int().nonnegative(),
    revision: z.int().nonnegative(),
  }),
);
export type Job = z.infer<typeof Job>;

export const jobTable = table<Job>("jobs", ["id"], {
  id: "text",
  task_id: "text",
  task_config_id: "text",
  version: "text",
  domain: "text",
  status: "text",
  status_change_records: "json",
  force: "boolean",
  submit_id: "text",
  submit_entity_id: "text",
  creation_date: "text",
  subscribers: "json",
  stacktrace: "json",
  attempt: "number",
  revision: "number",
});
