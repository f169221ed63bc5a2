import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { UnfinishedSubmission } from "../cron/watchdog-store.ts";
import type { EntityRef, LostSubmission } from "./held.ts";

/** A row of a job, a submission or a data node in D1, as far as a comparison needs it. */
export interface StoredRow extends EntityRef {
  readonly domain: string;
  readonly revision: number;
  /** Of a job or a submission; null = it is a data node. */
  readonly status: string | null;
  /** Of a data node; null = it is none. */
  readonly edit_number: number | null;
  /** Of a data node: a job or an editor holds it. */
  readonly is_locked: boolean;
  /** Of a submission: it has ended. */
  readonly is_ended: boolean;
}

/** One page of a table: its rows that something is odd about. */
export interface OddRows<Row> {
  readonly odd: readonly Row[];
  /** How many rows were read. */
  readonly count: number;
  /** The key of the last row that was read; null = there is no further one. */
  readonly next: string | null;
}

/** A data node that is locked, whose newest edit is not the highest one, or whose domain D1 has no counter of. */
export interface OddNode {
  readonly id: string;
  readonly domain: string;
  readonly revision: number;
  readonly edit_number: number;
  /** The highest number among its edits; 0 = it has none. */
  readonly highest_edit: number;
  readonly is_locked: boolean;
  /** The object of its domain has sent nothing to D1, or a restore has lost that. */
  readonly is_uncounted: boolean;
}

/** A job without a submission, or one that has not ended although its submission has. */
export interface OddJob {
  readonly id: string;
  readonly domain: string;
  readonly revision: number;
  readonly status: string;
  readonly submit_id: string;
  readonly has_submission: boolean;
}

/** The edits of a data node that does not exist. */
export interface StrayEdits {
  readonly data_node_id: string;
  readonly edits: number;
}

/** What names a value in KV or R2: an edit, or a file at a path. */
export interface NamedValue {
  readonly key: string;
  /** null = a file names it. */
  readonly data_node_id: string | null;
  readonly edit_number: number | null;
  readonly path: string | null;
}

/** Notes for the sweep that have waited since before then. */
export interface OverdueNotes {
  readonly table: string;
  readonly rows: number;
  readonly oldest: string;
}

/** What the check and the resync read and write in D1 (d1/repair/repair-store.ts). Each read is one call. */
export interface RepairStore {
  unfinished(
    after: UnfinishedSubmission | null,
    limit: number,
    domain: string | null,
  ): Promise<readonly UnfinishedSubmission[]>;
  /** Those that exist. */
  rows(entities: readonly EntityRef[]): Promise<readonly StoredRow[]>;
  /** Domains that have sent something to D1. */
  domains(after: string, limit: number): Promise<readonly string[]>;
  dataNodes(after: string, limit: number): Promise<OddRows<OddNode>>;
  jobs(after: string, limit: number): Promise<OddRows<OddJob>>;
  edits(after: string, limit: number): Promise<OddRows<StrayEdits>>;
  /** One edit or file a value, of the values with keys behind `after`, up to `upTo`; null = to the end of the `prefix`. */
  named(prefix: string, after: string, upTo: string | null, limit: number): Promise<readonly NamedValue[]>;
  /** Those of the keys that nothing names: no edit, no file, and no note for the sweep. */
  unnamed(keys: readonly string[]): Promise<readonly string[]>;
  overdue(before: string): Promise<readonly OverdueNotes[]>;

  lost(submissionIds: readonly string[]): Promise<readonly LostSubmission[]>;
  /** Data nodes with their highest edits, whichever their rows say. */
  latest(dataNodeIds: readonly string[]): Promise<readonly DataNodeSnapshot[]>;
  removeJobs(ids: readonly string[]): Promise<void>;
  /** Of data nodes that do not exist; their values become garbage. */
  removeEdits(dataNodeIds: readonly string[]): Promise<void>;
}
