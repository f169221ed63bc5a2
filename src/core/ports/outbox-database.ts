import type { AuditRow } from "../access/audited-call.ts";
import type { DataNodeSnapshot, DataNodeState } from "../entities/data-node.ts";
import type { Edit, StoredFile } from "../entities/edit.ts";
import type { Job } from "../entities/job.ts";
import type { Submission } from "../entities/submission.ts";

export interface DataNodeStateRow extends DataNodeState {
  readonly id: string;
  readonly revision: number;
  /** Whether the node has left the default file at its path for a file of its own. */
  readonly has_own_file?: boolean;
}

/** What D1 gets in one batch; ids in `deleted…` are removed. */
export interface OutboxRows {
  readonly edits: readonly Edit[];
  readonly files: readonly StoredFile[];
  readonly dataNodes: readonly DataNodeStateRow[];
  readonly jobs: readonly Job[];
  readonly submissions: readonly Submission[];
  readonly deletedJobs: readonly string[];
  readonly deletedSubmissions: readonly string[];
  readonly deletedDataNodes: readonly string[];
  /** Rows of calls whose changes are among these. */
  readonly audit: readonly AuditRow[];
  /** Nodes of other domains that jobs of this one wait for (`waiting`), or no longer do. */
  readonly foreignWaits: readonly { readonly data_node_id: string; readonly waiting: boolean }[];
}

export type DeletedRows = Pick<OutboxRows, "deletedJobs" | "deletedSubmissions" | "deletedDataNodes">;

/** D1 works, and refuses a row of the batch: it is too large, or breaks a rule of its table. Nothing was written. */
export class RowsRefusedError extends Error {
  override readonly name = "RowsRefusedError";
}

/**
 * D1 is not as the object left it: the domain's counter is lower (D1 was restored to an earlier time) or higher than any
 * batch of the object, a data node is newer, or another edit has the number of one of these. Nothing was written.
 */
export class OutOfStepError extends Error {
  override readonly name = "OutOfStepError";
}

// docs/decisions/065-each-drain-raises-a-counter.md
/** What a batch makes of its domain's counter in D1, which is 0 before the first batch. */
export interface CounterStep {
  /** D1 has everything that the object has committed up to this revision, once it has the batch. The counter never sinks. */
  readonly to: number;
  /** The batch is refused when the counter is lower: D1 was restored to an earlier time. */
  readonly least: number;
  /** The batch is refused when the counter is higher: it comes late, or another object has written. */
  readonly most: number;
}

/** What an object has in flight, and D1 may not have any more. */
export interface Asked {
  /** Data nodes of its own domain. */
  readonly dataNodes: readonly string[];
  /** Ids of scenarios, sequences and tasks. */
  readonly entities: readonly string[];
}

/** What D1 has of that, and the domain's counter at the same moment. */
export interface Stand {
  readonly counter: number;
  readonly dataNodes: readonly StoredNode[];
  readonly entities: readonly string[];
}

export interface StoredNode extends DataNodeSnapshot {
  /** The highest number of its edits. */
  readonly newest_edit: number;
}

/** The part of D1 that an orchestrator object uses. */
export interface Database {
  /**
   * Writes the rows in one batch, and raises the domain's counter. Applying the same rows again changes nothing; a batch that
   * arrives after a later one is refused as a whole, since that one carried its rows, too.
   * @throws RowsRefusedError when a row of them can't be written
   * @throws OutOfStepError when D1 is not as the object left it
   */
  apply(domain: string, step: CounterStep, rows: OutboxRows): Promise<Applied>;
  /**
   * Only removes what the rows say is deleted, which a full D1 takes. The batch of these rows follows when there is room: the
   * counter stays as it is until then.
   */
  remove(rows: DeletedRows): Promise<void>;
  /** Data nodes as D1 holds them, with their current values; those that do not exist are left out. */
  snapshots(ids: readonly string[]): Promise<readonly DataNodeSnapshot[]>;
  /** A job as D1 holds it: the object has forgotten it. */
  job(id: string): Promise<Job | null>;
  /** The same of a submission. */
  submission(id: string): Promise<Submission | null>;
  /** What D1 has of what a domain has in flight, all at one moment. */
  stand(domain: string, asked: Asked): Promise<Stand>;
}

/** What D1 says of rows that it has taken. */
export interface Applied {
  /** The domains whose jobs wait for a data node that these rows have changed. */
  readonly waits: readonly ForeignWait[];
  /** Data nodes of these rows that D1 does not have: they were deleted, with what owned them. */
  readonly gone: readonly string[];
}

export interface ForeignWait {
  readonly domain: string;
  readonly data_node_id: string;
}
