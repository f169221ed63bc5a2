import type { RetryPolicy } from "../../config/app-types.ts";
import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { HeldKind } from "../../ports/repair/held.ts";
import type { SlotRequest, SlotTicket } from "../../ports/slots/slot-request.ts";
import type { Microseconds, Timestamp } from "../../time.ts";
import type { Ended } from "../ends.ts";
import type { Limits } from "../slots/limits.ts";
import type {
  JobRecord,
  NodeQueue,
  NodeRecord,
  ObjectMeta,
  OutboxEntry,
  QueuePosition,
  SubmissionRecord,
  Timer,
  TimerKind,
} from "./records.ts";

/** The committed state of an orchestrator object. null = there is no such record. */
export interface JobsState {
  meta(): ObjectMeta;
  node(id: string): NodeRecord | null;
  job(id: string): JobRecord | null;
  submission(id: string): SubmissionRecord | null;
  /** Jobs of a submission that have not ended. */
  activeJobs(submissionId: string): readonly JobRecord[];
  /** Jobs of the given tasks, and jobs of submissions of the given entities. */
  jobsOf(taskIds: readonly string[], entityIds: readonly string[]): readonly JobRecord[];
  submissionsOf(entityIds: readonly string[]): readonly SubmissionRecord[];
  queueAt(nodeId: string): NodeQueue;
  /** Ids of the jobs under way that read or write a node. It searches all of them: for nodes that are deleted. */
  usersOf(nodeId: string): readonly string[];
  /** Ids of all jobs that have not ended. It searches all of them: for when D1 is not as the object left it. */
  jobsUnderWay(): readonly string[];
  /** Ids of all records of one kind, in their order, from after an id on; as expensive. */
  heldIds(kind: HeldKind, after: string, limit: number): readonly string[];
  /** The highest edit number among the data nodes; as expensive. */
  highestEdit(): number;
  /** Ids of the timers of one kind. */
  timersOf(kind: TimerKind): readonly string[];
  hasTimer(kind: TimerKind, id: string): boolean;
  /** The timers that are due, the oldest first. */
  dueTimers(nowMs: number, limit: number): readonly Timer[];
  /** Whether D1 has confirmed all that was committed. */
  isOutboxEmpty(): boolean;
}

/** The state at one moment, for decisions that change nothing. */
export interface JobsView {
  readonly domain: string;
  readonly now: Timestamp;
  readonly nowMs: number;
  node(id: string): NodeRecord | null;
  job(id: string): JobRecord | null;
  submission(id: string): SubmissionRecord | null;
  /** Jobs of a submission that have not ended, in the order of acceptance. */
  activeJobs(submissionId: string): readonly JobRecord[];
  queueAt(nodeId: string): NodeQueue;
  hasTimer(kind: TimerKind, id: string): boolean;
  /** Whether the node belongs to another domain. */
  isForeign(node: DataNodeSnapshot): boolean;
}

/** The application's settings of jobs. */
export interface JobPolicy {
  /** How long a worker that has claimed a job may send no heartbeat. */
  readonly leaseMs: number;
  /** How many workers may be lost over one job before it fails. */
  readonly workerRetryLimit: number;
  /** null = a job of the task config is not tried again when its function throws. */
  retriesOf(taskConfigId: string): RetryPolicy | null;
  limitsOf(taskConfigId: string): Limits;
  /** null = the task config has none. */
  timeoutMsOf(taskConfigId: string): number | null;
}

export interface TransactionContext {
  readonly domain: string;
  readonly wallClock: Microseconds;
  readonly policy: JobPolicy;
  /** Submissions whose jobs a request runs: no worker is woken for these. */
  readonly callers: ReadonlySet<string>;
}

/** A job's lock on a node, or its wait for one. */
export interface NodePosition extends QueuePosition {
  readonly node_id: string;
}

/** A timer that is set, or (null) cleared. */
export interface TimerChange {
  readonly kind: TimerKind;
  readonly id: string;
  readonly due: number | null;
}

/** The changes of one transaction, to be written at once. */
export interface Changes {
  readonly meta: ObjectMeta;
  readonly nodes: readonly NodeRecord[];
  readonly jobs: readonly JobRecord[];
  readonly submissions: readonly SubmissionRecord[];
  readonly deletedNodes: readonly string[];
  readonly deletedJobs: readonly string[];
  readonly deletedSubmissions: readonly string[];
  readonly locked: readonly NodePosition[];
  readonly unlocked: readonly NodePosition[];
  readonly waiting: readonly NodePosition[];
  /** Waits that have ended. */
  readonly waitedFor: readonly NodePosition[];
  /** Node → the jobs at it, of the nodes in the four lists above. */
  readonly queues: ReadonlyMap<string, NodeQueue>;
  readonly timers: readonly TimerChange[];
  readonly outbox: readonly OutboxEntry[];
}

/** A job for which a worker is woken. */
export interface WakeUp {
  readonly job_id: string;
  readonly attempt: number;
  /** Where the job may run; missing = in any invocation. */
  readonly placement?: Placement;
  /** It has lost several workers beside other jobs: those give way to it. */
  readonly stubborn?: true;
}

/** `own_invocation`: the job shares its invocation with no other one. `alone`: nor does it share its isolate. */
export type Placement = "own_invocation" | "alone";

/** The effects of one transaction, for after its commit. */
export interface Effects {
  /** Pending jobs for which a worker is woken, in order. */
  readonly wake: readonly WakeUp[];
  /** Submission → whether a request runs its jobs from now on (true), or the Queue's consumer (false). */
  readonly callers: ReadonlyMap<string, boolean>;
  /** Slots to ask for, and those to give back. */
  readonly slots: SlotEffects;
  /** Tries, jobs and submissions that have ended, in order. */
  readonly ended: readonly Ended[];
}

export interface SlotEffects {
  readonly asked: readonly SlotRequest[];
  readonly returned: readonly SlotTicket[];
}
