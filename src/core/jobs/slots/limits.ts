import type { App } from "../../config/app-types.ts";

// docs/decisions/062-one-object-hands-out-slots.md
/**
 * The name of the object that hands out slots; no domain has it. In every other object the jobs that wait for a slot stand in
 * `waits` under this name, and the timer that repeats their requests has it.
 */
export const SLOTS = "slots";

/** How many jobs may be under way at a time; null = any number. */
export interface Limits {
  /** Of the task config. */
  readonly task: number | null;
  /** Of the application. */
  readonly application: number | null;
}

/** The limits of an application, by task config. */
export const limitsIn =
  ({ job, tasks }: Pick<App, "job" | "tasks">) =>
  (taskConfigId: string): Limits => ({
    task: tasks.get(taskConfigId)?.concurrency ?? null,
    application: job.concurrency,
  });

/** Whether a job needs a slot. */
export const isLimited = ({ task, application }: Limits): boolean => task !== null || application !== null;
