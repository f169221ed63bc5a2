import type { Timestamp } from "../../time.ts";
import type { SweepCandidate, SweptRange } from "../../values/history.ts";

/** A payload that waits for its deletion since then; it is used when an edit or a file refers to it, or did so until lately. */
export interface WaitingPayload {
  readonly since: Timestamp;
  readonly key: string;
  readonly is_used: boolean;
}

/** A data node that an object may still hold although it was deleted then; it is kept when D1 still has it in this domain. */
export interface DeletedNode {
  readonly since: Timestamp;
  readonly domain: string;
  readonly data_node_id: string;
  readonly is_kept: boolean;
}

/** What has become of deleted data nodes. */
export interface Settlement {
  /** The objects have forgotten these. */
  readonly done: readonly DeletedNode[];
  /** To be tried again, as if they had been deleted at `since`. */
  readonly left: readonly DeletedNode[];
  readonly since: Timestamp;
  /** Domains whose objects have removed all that they had. */
  readonly ended: readonly string[];
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
  /** To be tried again, as if they waited since then. */
  postponeWaiting(payloads: readonly WaitingPayload[], since: Timestamp): Promise<void>;
  forgetWaiting(payloads: readonly WaitingPayload[]): Promise<void>;
  /** Those from before then, the oldest first. */
  deletedNodes(before: Timestamp, limit: number): Promise<readonly DeletedNode[]>;
  /** Those of the domains, named after one entity each, of which D1 has nothing, and from which nothing was deleted since then. */
  domainsThatAreOver(domains: readonly string[], before: Timestamp): Promise<readonly string[]>;
  settleDeletedNodes(settlement: Settlement): Promise<void>;
  /**
   * Removes the files at paths whose data nodes were all deleted before then, so that no data node names the path any more.
   * Their payloads are garbage since that deletion.
   * @returns how many paths were looked at
   */
  removeFiles(before: Timestamp, limit: number): Promise<number>;
}

/** Old rows of the audit log (d1/audit/audit-sweep.ts). */
export interface AuditSweepStore {
  /** Removes the oldest rows from before then, at most `limit`. @returns how many */
  removeOldest(before: Timestamp, limit: number): Promise<number>;
}
