import { type EmptyOf, emptyFields } from "../entities/fields.ts";
import { type Job, jobFields } from "../entities/job.ts";
import type { Timestamp } from "../time.ts";

/** The parts of a job that differ from one to the next; all others begin empty. */
export type NewJob = Omit<
  Job,
  keyof EmptyOf<typeof jobFields> | "status" | "status_change_records" | "creation_date"
> & { readonly now: Timestamp };

/** A job in its first status, SUBMITTED, which no worker has taken yet. */
export function newJob({ id, task_id, task_config_id, version, domain, now, ...submitted }: NewJob): Job {
  return {
    id,
    task_id,
    task_config_id,
    version,
    domain,
    status: "SUBMITTED",
    status_change_records: { SUBMITTED: now },
    ...submitted,
    creation_date: now,
    ...emptyFields(jobFields),
  };
}
