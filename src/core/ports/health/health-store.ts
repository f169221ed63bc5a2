import type { Timestamp } from "../../time.ts";

/** What D1 knows of the work that is under way. */
export interface Workload {
  /** At most as many as are counted; then `is_more` is true, and the numbers of jobs are those of these. */
  readonly unfinished_submissions: number;
  readonly is_more: boolean;
  /** Since when the oldest of all is under way, as long as 1,000 domains have all; null = there is none. */
  readonly oldest_unfinished: Timestamp | null;
  /** Of unfinished submissions. */
  readonly pending_jobs: number;
  readonly running_jobs: number;
  readonly blocked_jobs: number;
  /** Messages that the Queue has given up today (UTC). */
  readonly dead_letters_today: number;
}

/** What `GET /health` reads of D1 (d1/schema/health-store.ts). */
export interface HealthStore {
  /** The names of the migrations that D1 has taken, in order; null = D1 has no record of migrations. */
  migrations(): Promise<readonly string[] | null>;
  workload(now: Timestamp): Promise<Workload>;
  /** Counts messages that the Queue has given up. */
  countDeadLetters(now: Timestamp, count: number): Promise<void>;
}
