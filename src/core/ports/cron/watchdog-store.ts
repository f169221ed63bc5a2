import type { Submission } from "../../entities/submission.ts";

/** A submission that has not ended, as far as D1 knows. */
export type UnfinishedSubmission = Pick<Submission, "domain" | "creation_date" | "id">;

/** What the watchdog reads and writes in D1 (d1/write/watchdog-store.ts). */
export interface WatchdogStore {
  /** The submission that the last run ended with; null = it came to the end. */
  position(): Promise<UnfinishedSubmission | null>;
  keepPosition(position: UnfinishedSubmission | null): Promise<void>;
  /** Those behind a position, by domain and time. */
  unfinished(after: UnfinishedSubmission | null, limit: number): Promise<readonly UnfinishedSubmission[]>;
}
