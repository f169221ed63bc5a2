import type { Timestamp } from "../../time.ts";

/** One request of a job for a slot under a limit of parallel jobs. */
export interface SlotTicket {
  readonly job_id: string;
  /** Grows with each request of the job. */
  readonly ticket: number;
}

/** A request, with what decides about its turn: the jobs that were accepted first go first. */
export interface SlotRequest extends SlotTicket {
  readonly task_config_id: string;
  /** When the job was created. */
  readonly accepted: Timestamp;
  /** The position of the job in its domain. */
  readonly position: number;
}
