import { LONG_JOB_MS } from "../job-limits.ts";
import type { JobPolicy, Placement, WakeUp } from "./state/jobs-state.ts";
import type { JobRecord } from "./state/records.ts";

/** What the placement of a job depends on beside the job. */
export interface Placing {
  readonly policy: JobPolicy;
  /** Task configs without a `timeout` whose last try took long. */
  slowTasks: readonly string[];
}

/** Task configs of versions that are gone make room for those in use. */
const MAX_SLOW_TASKS = 100;

const STUBBORN_FROM = 3;

/** Whether a job has lost a worker: it may have ended it, and the jobs beside it. */
export const isSuspect = ({ lost_workers }: JobRecord): boolean => lost_workers > 0;

/** How many workers a job has lost while other jobs ran beside it, or may have. */
export const lossesInCompany = ({ lost_workers, lost }: JobRecord): number => lost_workers - (lost?.alone ?? 0);

/** Whether these are so many that other jobs must give way to it. */
export const isStubborn = (record: JobRecord): boolean => lossesInCompany(record) >= STUBBORN_FROM;

// docs/decisions/057-where-jobs-run.md, docs/decisions/058-alone-after-a-lost-worker.md
/** Where a job must run; undefined = it may share an invocation, and follow another job in a chain. */
export function placementOf(placing: Placing, record: JobRecord): Placement | undefined {
  if (isSuspect(record)) return "alone";
  return isLong(placing, record.job.task_config_id) ? "own_invocation" : undefined;
}

export function wakeUpOf(placing: Placing, record: JobRecord): WakeUp {
  const placement = placementOf(placing, record);
  const { id: job_id, attempt } = record.job;
  const stubborn = isStubborn(record) && ({ stubborn: true } as const);
  return { job_id, attempt, ...(placement !== undefined && { placement }), ...stubborn };
}

/** Remembers whether the last try of a task without `timeout` has taken long. */
export const noteDuration = (placing: Placing, taskConfigId: string, ms: number): void =>
  note(placing, taskConfigId, ms > LONG_JOB_MS);

/** A try of a task without `timeout` has taken longer than a request may go on. */
export const noteSlow = (placing: Placing, taskConfigId: string): void => note(placing, taskConfigId, true);

function note(placing: Placing, taskConfigId: string, isSlow: boolean): void {
  const { policy, slowTasks } = placing;
  if (policy.timeoutMsOf(taskConfigId) !== null || slowTasks.includes(taskConfigId) === isSlow) return;
  const others = slowTasks.filter((id) => id !== taskConfigId);
  placing.slowTasks = isSlow ? [...others, taskConfigId].slice(-MAX_SLOW_TASKS) : others;
}

function isLong({ policy, slowTasks }: Placing, taskConfigId: string): boolean {
  const timeoutMs = policy.timeoutMsOf(taskConfigId);
  return timeoutMs === null ? slowTasks.includes(taskConfigId) : timeoutMs > LONG_JOB_MS;
}
