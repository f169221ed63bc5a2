import type { Reason } from "../../entities/fields.ts";
import type { Job } from "../../entities/job.ts";
import type { Limits } from "./limits.ts";

/** Why a job waits for a slot: each limit that it is under. Which of them is full just now, only the slots' object knows. */
export const slotReasons = (
  { task_id, task_config_id }: Pick<Job, "task_id" | "task_config_id">,
  { task, application }: Limits,
): Reason[] => [
  ...(task === null
    ? []
    : [{ code: "TaskLimitReached", entity_id: task_id, message: textOf(task, `task ${task_config_id}`) }]),
  ...(application === null
    ? []
    : [{ code: "ApplicationLimitReached", entity_id: null, message: textOf(application, "the application") }]),
];

const textOf = (limit: number, owner: string): string =>
  `Waits for a slot: at most ${limit} ${limit === 1 ? "job" : "jobs"} of ${owner} may run at a time`;
