import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Job } from "../../entities/job.ts";
import type { Submission } from "../../entities/submission.ts";
import type { Microseconds } from "../../time.ts";

/** A job with the facts that stay inside the orchestrator object. */
export interface JobRecord {
  readonly job: Job;
  /** Its position in the order of acceptance: a job waits for earlier ones only, so no two jobs can wait for each other. */
  readonly position: number;
  readonly skippable: boolean;
  readonly input_ids: readonly string[];
  readonly output_ids: readonly string[];
  /** How often a worker has been woken for the current try. */
  readonly dispatches: number;
  /** Not to be claimed before this time (a retry's delay), in milliseconds since 1970; null = at once. */
  readonly not_before: number | null;
  /** Tries that ended with a thrown error. */
  readonly throws: number;
  /** Tries that the platform has failed in ways that may never pass; missing = none. */
  readonly faults?: number;
  /** Tries whose worker sent no more heartbeats. */
  readonly lost_workers: number;
  /** What is known of these; null = nothing, or there are none. */
  readonly lost: LostTries | null;
  /** A caller has cancelled it by force while it ran. */
  readonly cancel_requested: boolean;
  /** The caller who submitted it; null = not known. */
  readonly actor: string | null;
  /** Its slot under a limit of parallel jobs; null = it neither has nor waits for one. */
  readonly slot: JobSlot | null;
  /** A worker may run it ahead of the report that makes it runnable; null = none may. */
  readonly ahead: RunAhead | null;
}

/** The promise of a job that has not begun to the worker that runs the jobs before it. */
export interface RunAhead {
  /** The try that is promised: with another number of its try, the job is promised no more. */
  readonly token: number;
  /**
   * The numbers of the edits that it reads, in the order of its inputs: another one makes its result void. null = a job before it
   * has still to write it.
   */
  readonly reads: readonly (number | null)[];
}

/**
 * A job's request for a slot, and whether it has one. A BLOCKED job waits for it; one that is RUNNING holds it, and
 * one that is PENDING, unless it waits for the delay of a retry.
 */
export interface JobSlot {
  /** Each request has a number of its own, so that the return of an older one does not free this one. */
  readonly ticket: number;
  readonly held: boolean;
}

/** A try whose worker is lost counts against its job only when no other job can have ended the worker. */
export interface LostTries {
  /** How many were lost while no other job ran in their isolate. */
  readonly alone: number;
  /** How long the latest of these had run when their last heartbeat came, in seconds. */
  readonly after_s: readonly number[];
  /** How long the longest of all lost tries had run when its last heartbeat came; missing = nothing is known. */
  readonly longest_ms?: number;
  /** What the worker has reported of a try: whether other jobs have run beside it; null = nothing. */
  readonly reported: { readonly attempt: number; readonly alone: boolean } | null;
}

export interface NodeRecord {
  readonly node: DataNodeSnapshot;
  /** Deleted while jobs still used it: gone from D1, kept here until they have ended. */
  readonly deleted: boolean;
  /** The editor's comment on the lock; becomes the comment of the write that ends the lock. */
  readonly lock_comment: string | null;
  /**
   * The end of the reservation whose caller `editor_actor` is; null = of none. Release 0.1.0 changes reservations without
   * their caller.
   */
  readonly actor_until: string | null;
}

export interface SubmissionRecord {
  readonly submission: Submission;
  /** Jobs that have not ended. */
  readonly open_jobs: number;
}

/** A record that a transaction changes: its own copy. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** A job that waits for, or holds, a data node. */
export interface QueuePosition {
  readonly job_id: string;
  readonly position: number;
}

/** The jobs at a data node, earliest first. */
export interface NodeQueue {
  readonly holders: readonly QueuePosition[];
  readonly waiters: readonly QueuePosition[];
}

/** `job`: wake a pending job's worker again, or end the lease of a running one. */
export type TimerKind = "job" | "editor_lock" | "foreign_wait" | "outbox";

export interface Timer {
  readonly kind: TimerKind;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly due: number;
}

/**
 * What an object knows of D1 and of its data nodes as a whole. All are 0 in an object that release 0.1.0 has made; that release
 * neither reads nor changes them.
 */
export interface ObjectCounters {
  /** D1 has confirmed everything up to this revision: it is the domain's counter in D1, as far as the object knows. */
  readonly confirmed: number;
  /**
   * Records may have left the object that D1 had at this value of the domain's counter: what was read of D1 before may be older
   * than what has left.
   */
  readonly forgotten: number;
  /** No deletion that was announced is younger than this revision: what was read of D1 before may have been deleted. */
  readonly deletions: number;
  /** The revision of the last deletion of a job or a submission: what was read of D1 before may show it still. */
  readonly removed: number;
  /** The last deletion that was announced is over at this time, in milliseconds since 1970; 0 = it is. */
  readonly deletionsUntil: number;
  /** The last transaction of a release that has these counters: below `revision`, release 0.1.0 has worked since. */
  readonly counted: number;
  /** The highest number that an edit of one of the object's own data nodes has had. */
  readonly highestEdit: number;
  /** Edits get numbers above this one: D1 was set back to an earlier time, and lower numbers may have been given already. */
  readonly editFloor: number;
}

export const NO_COUNTERS: ObjectCounters = {
  confirmed: 0,
  forgotten: 0,
  deletions: 0,
  removed: 0,
  deletionsUntil: 0,
  counted: 0,
  highestEdit: 0,
  editFloor: 0,
};

/** The object as a whole. */
export interface ObjectMeta extends ObjectCounters {
  /** The time of the last transaction. */
  readonly clock: Microseconds;
  /** The number of the last transaction. */
  readonly revision: number;
  /** The position of the job that was accepted last. */
  readonly position: number;
  /** A deletion has been announced: release 0.1.0 then remembers no scenario. */
  readonly forgetsScenario: boolean;
  /** Task configs without a `timeout` whose last try took long. */
  readonly slowTasks: readonly string[];
}

/** Release 0.1.0 leaves an entry of the kind `audit` out: then its row is lost. */
export type OutboxKind = "edit" | "file" | "data_node" | "job" | "submission" | "foreign_wait" | "audit";

/**
 * What has become of a job, a submission or a data node. Without it an entry of release 0.1.0 means that a job or submission
 * that the object does not have was deleted; it takes each of these for such an entry.
 */
export type EntityMark = "changed" | "deleted";

/** Something that D1 must get: an edit or a file as it is; of all else only the id, since the newest row counts. */
export type OutboxEntry = readonly [kind: OutboxKind, id: string, row: object | EntityMark | null];
