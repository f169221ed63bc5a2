import type { Timestamp } from "../time.ts";
import type { SweepCandidate, SweptRange } from "../values/history.ts";

/** A payload that waits for its deletion since then; it is used when an edit or a file refers to it. */
export interface WaitingPayload {
  readonly since: Timestamp;
  readonly key: string;
  readonly is_used: boolean;
}

/** What the sweep of values reads and writes in D1 (d1/write/sweep-store.ts). */
export interface SweepStore {
  /** The id of the data node that the last sweep ended with; empty = it came to the end. */
  position(): Promise<string>;
  /** Data nodes by their ids. */
  candidates(after: string, limit: number): Promise<readonly SweepCandidate[]>;
  /** Removes the values of these edits, marks their payloads as garbage, and keeps the new position, in one batch. */
  removeValues(ranges: readonly SweptRange[], now: Timestamp, position: string): Promise<void>;
  /** The payloads that have waited since before then, the oldest first. */
  waitingPayloads(before: Timestamp, limit: number): Promise<readonly WaitingPayload[]>;
  forgetWaiting(payloads: readonly WaitingPayload[]): Promise<void>;
}

/** Old rows of the audit log (d1/audit/audit-sweep.ts). */
export interface AuditSweepStore {
  /** Removes the oldest rows from before then, at most `limit`. @returns how many */
  removeOldest(before: Timestamp, limit: number): Promise<number>;
}
