import type { Job } from "../../../src/core/entities/job.ts";
import { enterStatus } from "../../../src/core/jobs/machine/enter.ts";
import type { JobStatus } from "../../../src/core/jobs/statuses.ts";
import { aJob } from "../../harness/factories.ts";

export const at = (second: number): string => `2024-01-01T00:00:${String(second).padStart(2, "0")}`;

export const submitted: Job = aJob({
  task_id: "TASK_t_1",
  submit_entity_id: "SCENARIO_1",
  creation_date: at(0),
});

/** The job after those statuses, entered at those seconds. */
export const jobAfter = (...steps: readonly (readonly [JobStatus, number])[]): Job =>
  steps.reduce((job, [status, second]) => enterStatus(job, status, at(second)), submitted);
