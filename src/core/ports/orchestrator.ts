import type { AuditRow } from "../access/audited-call.ts";
import type { Caller } from "../access/identity.ts";
import type { Units } from "../cost/usage.ts";
import type { DataNodeIdentity, DataNodeSnapshot } from "../entities/data-node.ts";
import type { Edit } from "../entities/edit.ts";
import type { Job } from "../entities/job.ts";
import type { PayloadRef } from "../entities/payload.ts";
import type { Submission } from "../entities/submission.ts";
import type { Task } from "../entities/task.ts";
import type { ErrorCode, Outcome } from "../errors.ts";
import type { Microseconds } from "../time.ts";
import type { Inspection, InspectRequest, MendAnswer, MendCommand } from "./repair/held.ts";
import type { SlotRequest, SlotTicket } from "./slots/slot-request.ts";

/** An entity with everything that its jobs touch, as D1 holds it. */
export interface Submittable {
  readonly entity: Pick<Submission, "entity_id" | "entity_type" | "entity_config_id" | "version" | "domain">;
  /** In configuration order. */
  readonly tasks: readonly Task[];
  /** Every input and output of the tasks. */
  readonly data_nodes: readonly DataNodeSnapshot[];
}

/** The same with the counter of the entity's domain in D1 when it was read or written there. */
export interface ReadSubmittable extends Submittable {
  readonly as_of: number;
}

export interface SubmitCommand extends Submittable {
  /** As of {@link ReadSubmittable}. A Worker of an earlier release does not say, and knows no `being_deleted`. */
  readonly as_of?: number;
  /** Run skippable tasks even when nothing has changed. */
  readonly force: boolean;
  /** Who submits: the edits of the jobs keep it. A Worker of an earlier release does not say. */
  readonly actor?: Caller["actor"];
  /** The row of the request, which goes to D1 with the submission. An object of release 0.1.0 does not take it. */
  readonly audit?: AuditRow | undefined;
  /** What the request has used so far; it belongs to the submission. */
  readonly usage?: Units;
  /** The answer is that of {@link Orchestrator.waitForSubmission}: it comes when all jobs have ended, or this time is up. */
  readonly wait_ms?: number;
  /**
   * The request runs jobs itself while it waits: the answer may come at once, with the order for the first of them. An object
   * of release 0.1.0 lets the Queue run them.
   */
  readonly runs_jobs?: true;
}

/** How a submission is to be made, whatever is submitted. */
export type SubmitOptions = Pick<SubmitCommand, "force" | "actor" | "audit" | "usage" | "wait_ms" | "runs_jobs">;

export interface SubmitAnswer {
  readonly submission: Submission;
  /** The object has taken the row of the request. */
  readonly audited?: true;
  /** False when the lists of D1 will show this only later, because D1 did not answer. */
  readonly stored: boolean;
  /** What the request runs itself. The submission is answered later: see {@link ReportCommand.wait_ms}. */
  readonly order?: WorkOrder;
}

/** What a worker needs to run one job, and the fencing token that makes its result count once. */
export interface WorkOrder {
  readonly job_id: string;
  readonly task_config_id: string;
  readonly submission_id: string;
  readonly attempt: number;
  readonly token: number;
  /** The worker must call `heartbeat` more often than this. */
  readonly lease_ms: number;
  /** The job has lost a worker. If no other job runs in the isolate, the worker reports so, and begins none for this time. */
  readonly quiet_ms?: number;
  /** In the order of the function's arguments. */
  readonly inputs: readonly DataNodeSnapshot[];
  /** In the order of the function's results. */
  readonly outputs: readonly DataNodeIdentity[];
  /**
   * Jobs that become runnable one after the other by the ends of those before them: the worker may begin each as soon as the
   * one before has ended well. An object of release 0.1.0 gives none.
   */
  readonly following?: readonly PlannedJob[];
}

/** As its work order. Of an input that the chain writes, the worker takes the payload that it has written. */
export type PlannedJob = Omit<WorkOrder, "quiet_ms" | "following">;

/** One try of one job. */
export type Try = Pick<WorkOrder, "job_id" | "token">;

export type JobResult =
  | {
      readonly kind: "completed";
      readonly outputs: readonly { readonly data_node_id: string; readonly payload: PayloadRef }[];
    }
  | {
      readonly kind: "failed";
      /** One full trace a thrown error. */
      readonly stacktrace: readonly string[];
      /** Outputs that were written before the failure keep their new value. */
      readonly outputs: readonly { readonly data_node_id: string; readonly payload: PayloadRef }[];
      /**
       * The store of the values failed, and not the function: the job is tried again until it works. No output is written. An
       * object of release 0.1.0 takes it for an error of the function.
       */
      readonly platform_failed?: true;
      /** With `platform_failed`: a fault that may never pass. Only so many tries may end with it: `triesWith` in core/jobs/retry.ts. */
      readonly fault?: ErrorCode;
      /** As `platform_failed`: the request that ran the job had ended before the job. A worker of the Queue begins it at once. */
      readonly handed_over?: true;
    };

export interface CompleteCommand {
  readonly job_id: string;
  readonly token: number;
  readonly result: JobResult;
  /** Whether the worker has time to run one more job. */
  readonly wants_next: boolean;
  /** What the worker has used since it reported last, whether or not the result counts. */
  readonly usage?: Units;
}

export interface CompleteAnswer {
  /** False: the token was old, nothing has changed. */
  readonly accepted: boolean;
  readonly next: WorkOrder | null;
}

/** What a worker reports of its chain, as one transaction. It is sent once: whether one that got lost has arrived is not known. */
export interface ReportCommand {
  /** In the order in which the jobs ended. Each job but the first begins with the end of the one before it. */
  readonly ends: readonly (Try & { readonly result: JobResult })[];
  /** The job that the worker runs now, which begins with the last of these ends. */
  readonly running?: Try;
  /** Jobs of the order that the worker has not begun, and that it will not run. */
  readonly returned?: readonly Try[];
  /** Whether the worker has time to run more jobs than it holds. */
  readonly wants_next: boolean;
  /** What the worker has used since it reported last, whether or not the results count. */
  readonly usage?: Units;
  /** The worker is the request that submitted, and waits so long: an answer without `next` comes as that of a waiting `submit`. */
  readonly wait_ms?: number;
}

export interface ReportAnswer {
  /** By end. False: the token was old, or the job must not begin; nothing has changed. */
  readonly accepted: readonly boolean[];
  /** Whether the worker still holds the job that it runs, and those that follow. False: it must stop, and its results do not count. */
  readonly goes_on: boolean;
  readonly next: WorkOrder | null;
  /** For a request that waits. */
  readonly ended?: SubmitAnswer;
}

/** How a worker takes jobs. */
export interface ClaimOptions {
  /** It runs following jobs, too, and calls `report`. */
  readonly chain?: boolean;
}

export interface WriteCommand {
  readonly data_node: DataNodeSnapshot;
  readonly payload: PayloadRef;
  readonly editor_id: string | null;
  readonly comment: string | null;
  /** A Worker of an earlier release does not say. */
  readonly caller?: Caller;
  /** Refused with `edit_number_changed` when this is not the node's newest edit any more. */
  readonly expected_edit_number?: number;
}

/** `stored` as in {@link SubmitAnswer}. */
export interface Stored<T> {
  readonly value: T;
  readonly stored: boolean;
  /** The object has taken the row of the call. */
  readonly audited?: true;
}

/** What an object has done for the watchdog. */
export interface Resumed {
  /** Steps that were due, and that no alarm had made. */
  readonly moved: number;
  /** Ids of submissions that the object does not have; an object of release 0.1.0 does not say. */
  readonly unknown?: readonly string[];
}

/**
 * The orchestrator object of one domain: the only writer of its jobs, submissions and edit states. Every call is one
 * transaction. A refusal is an {@link Outcome} with an error and has changed nothing.
 */
export interface Orchestrator {
  /** In job mode `development` the caller runs the jobs; D1 may get the submission only with the end of these. */
  submit(command: SubmitCommand): Promise<Outcome<SubmitAnswer>>;
  /**
   * As `submit`, with what the caller has read or written some time ago. null: something of it may have been deleted since; read it
   * from D1.
   */
  submitKnown(command: SubmitCommand & ReadSubmittable): Promise<Outcome<SubmitAnswer> | null>;
  /** Only of Workers of release 0.1.0, whose objects remember a scenario. null: read it from D1. */
  resubmit(options: SubmitOptions): Promise<Outcome<SubmitAnswer> | null>;
  /** Takes a pending job for the Queue's consumer. null: there is nothing to do (any more). */
  claim(job_id: string, options?: ClaimOptions): Promise<WorkOrder | null>;
  /**
   * Takes the next pending job of a submission for the request that runs it (job mode `development`); waits while the
   * submission depends on jobs that others run. null: no job of it can make progress any more, and D1 is up to date.
   */
  nextWork(submission_id: string, options?: ClaimOptions): Promise<WorkOrder | null>;
  /** Of a worker of release 0.1.0, which runs no following jobs. */
  complete(command: CompleteCommand): Promise<CompleteAnswer>;
  /** The ends of jobs, and what else happens to the jobs that a worker holds. An object of release 0.1.0 lacks it. */
  report(command: ReportCommand): Promise<ReportAnswer>;
  /**
   * Extends the lease. `aborted`: stop, the job is not this worker's any more or was cancelled by force.
   * @param room whether other jobs run beside the try: only a try that runs alone counts when its worker is lost
   */
  heartbeat(job_id: string, token: number, room?: "alone" | "company"): Promise<{ readonly aborted: boolean }>;
  /** Answers when all jobs of the submission have ended, or when the time is up. D1 is up to date then. */
  waitForSubmission(submission_id: string, timeout_ms: number): Promise<Outcome<SubmitAnswer>>;
  /** An inert job that is never queued (Taipy's POST /jobs). */
  createJob(job: Job): Promise<Outcome<Stored<Job>>>;
  cancelJob(job_id: string, force: boolean): Promise<Outcome<Stored<Job>>>;
  deleteJob(job_id: string): Promise<Outcome<Stored<null>>>;
  deleteSubmission(submission_id: string): Promise<Outcome<Stored<null>>>;
  writeDataNode(command: WriteCommand): Promise<Outcome<Stored<Edit>>>;
  /**
   * @param comment becomes the comment of the write that ends the lock, unless that has its own
   * @param caller a Worker of an earlier release does not say
   */
  lockDataNode(
    data_node: DataNodeSnapshot,
    editor_id: string,
    duration: Microseconds,
    comment: string | null,
    caller?: Caller,
  ): Promise<Outcome<Stored<DataNodeSnapshot>>>;
  unlockDataNode(
    data_node: DataNodeSnapshot,
    editor_id: string | null,
    caller?: Caller,
  ): Promise<Outcome<Stored<DataNodeSnapshot>>>;
  /** Removes the data node's row; jobs that run go on with what they have, jobs that can never run now fail. */
  deleteDataNode(data_node: DataNodeSnapshot): Promise<Outcome<Stored<null>>>;
  /**
   * Data nodes that D1 has deleted some time ago, and copies of other domains' nodes, leave the object.
   * @param is_over D1 has nothing of this domain any more: the object removes all that it has, when nothing is in flight
   * @returns those that jobs under way still use: they stay for now; all when the object could not end
   */
  forgetNodes(data_node_ids: readonly string[], is_over?: boolean): Promise<readonly string[]>;
  /**
   * Scenarios or tasks of this domain are about to be deleted: from here on what was read of them before must not be submitted.
   * @param ids a Worker of release 0.1.0 does not say
   */
  announceDeletion(ids?: readonly string[]): Promise<void>;
  /**
   * Forgets all jobs and submissions of the given tasks and submitted entities, before their rows are deleted. Refused
   * with `jobs_unfinished` while one of the jobs has not ended, unless `force` cancels them. Announces the deletion, too: for
   * five minutes none of them is submitted (`being_deleted`).
   */
  purge(task_ids: readonly string[], entity_ids: readonly string[], force: boolean): Promise<Outcome<null>>;
  /** Nodes of another domain have changed: reads them again and settles the jobs that wait for them. */
  poke(data_node_ids: readonly string[]): Promise<void>;
  /**
   * The watchdog has found that these submissions have not ended, as far as D1 knows: makes the steps that are due, and sets
   * the alarm when the platform has lost it. An object of release 0.1.0 lacks it.
   */
  resume(submission_ids: readonly string[]): Promise<Resumed>;
  /**
   * The Queue has given a message up, which says nothing about its job: the job's timer wakes a worker again, with growing
   * patience. As `resume` for the job's submission.
   */
  reportDeadLetter(job_id: string, attempt: number): Promise<void>;
  /**
   * Only of the object that hands out slots: jobs of a domain ask for slots. Those that must wait get theirs later, through
   * {@link offerSlots}.
   * @returns the tickets among these that are granted
   */
  requestSlots(domain: string, requests: readonly SlotRequest[]): Promise<readonly SlotTicket[]>;
  /** Only of the object that hands out slots: jobs have ended, or wait no more. */
  returnSlots(tickets: readonly SlotTicket[]): Promise<void>;
  /**
   * The slots' object has granted these, or asks whether their jobs still hold them.
   * @returns the ids of the jobs that do; the slots of the others are free again
   */
  offerSlots(tickets: readonly SlotTicket[]): Promise<readonly string[]>;
  /** What the object holds, for a comparison with D1, which it brings up to date first. */
  inspect(request: InspectRequest): Promise<Inspection>;
  /** Brings the object and D1 together again, as an administrator has asked for. */
  mend(command: MendCommand): Promise<MendAnswer>;
}

/** The orchestrator object of a domain. */
export type Orchestrators = (domain: string) => Orchestrator;
