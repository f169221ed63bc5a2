import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Job } from "../../entities/job.ts";
import type { Submission } from "../../entities/submission.ts";

/** The kinds of records that an object and D1 both have, in the order in which an object shows them. */
export const HELD_KINDS = ["submission", "job", "data_node"] as const;
export type HeldKind = (typeof HELD_KINDS)[number];

export interface EntityRef {
  readonly kind: HeldKind;
  readonly id: string;
}

/** A record of an object, as far as a comparison with its row in D1 needs it. */
export interface HeldEntity extends EntityRef {
  /** Of the last transaction that has changed it. */
  readonly revision: number;
  /** Of a job or a submission; null = it is a data node. */
  readonly status: string | null;
  /** Of a data node; null = it is none. */
  readonly edit_number: number | null;
  /** A data node that an unfinished job or an editor holds. */
  readonly is_locked: boolean;
  /** A data node that the object knows to be deleted. */
  readonly is_deleted: boolean;
}

export interface InspectRequest {
  /** Only these; those that the object does not have are left out of the answer. */
  readonly only?: readonly EntityRef[];
  /** The last record of the page before; it counts without `only`. */
  readonly after?: EntityRef | null;
  readonly limit: number;
}

/** What an object holds of its own domain. Copies of other domains' data nodes are left out. */
export interface Inspection {
  /** The number of the object's last transaction; 0 = it has never had one. */
  readonly revision: number;
  /** The object has changes that D1 did not take while it was asked. */
  readonly is_unsent: boolean;
  readonly held: readonly HeldEntity[];
  /** What to pass as `after` for the next records; null = these were the last ones. */
  readonly next: EntityRef | null;
}

/** A submission that D1 shows as unfinished, with those of its jobs that D1 has. */
export interface LostSubmission {
  readonly submission: Submission;
  readonly jobs: readonly Job[];
}

export interface MendCommand {
  /** D1 has rows of this domain up to this revision: the object's next one is higher. */
  readonly above: number;
  /** The object sends these to D1 again. */
  readonly resend: readonly EntityRef[];
  /** Data nodes whose state in D1 the object takes over, unless a job of it holds them. */
  readonly adopt: readonly DataNodeSnapshot[];
  /** Submissions that the object does not know: their jobs that have not ended become CANCELED. */
  readonly cancel: readonly LostSubmission[];
}

export interface MendAnswer {
  /** Ids of the entities that were sent, taken over or cancelled. */
  readonly mended: readonly string[];
  /** Whether D1 has them. */
  readonly stored: boolean;
}
