import { type JobStatus, STATUSES } from "../../../src/core/jobs/statuses.ts";

/** The statuses that a job can have after one transaction: by any number of steps of the table. */
export function reachable(from: JobStatus): ReadonlySet<JobStatus> {
  const found = new Set<JobStatus>([from]);
  for (const status of found) for (const next of STATUSES[status].becomes) found.add(next);
  return found;
}
