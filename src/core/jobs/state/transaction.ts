import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import { effectiveState, withJobLocks } from "../edit-lock.ts";
import { isSuspect, wakeUpOf } from "../placement.ts";
import { isFinished, isUnderWay } from "../statuses.ts";
import { Drafts } from "./drafts.ts";
import type {
  Changes,
  Effects,
  JobPolicy,
  JobsState,
  JobsView,
  NodePosition,
  TimerChange,
  TransactionContext,
} from "./jobs-state.ts";
import { MetaDraft } from "./meta-draft.ts";
import { NodeQueues } from "./node-queues.ts";
import type {
  Draft,
  JobRecord,
  NodeQueue,
  NodeRecord,
  OutboxEntry,
  OutboxKind,
  SubmissionRecord,
  Timer,
  TimerKind,
} from "./records.ts";
import { SlotDrafts } from "./slot-drafts.ts";

/**
 * One transaction on an object's state. The rules of the machine read the state through it, and record their changes and
 * effects in it; the object writes the changes at once.
 */
export class Transaction extends MetaDraft implements JobsView {
  readonly domain: string;
  readonly policy: JobPolicy;
  /** The committed state. */
  readonly state: JobsState;
  /** Calls to the slots' object, for after the commit. */
  readonly slots = new SlotDrafts();

  readonly #callers: ReadonlySet<string>;
  readonly #newCallers = new Map<string, boolean>();
  readonly #nodes: Drafts<NodeRecord>;
  readonly #jobs: Drafts<JobRecord>;
  readonly #submissions: Drafts<SubmissionRecord>;
  /** Submissions whose active jobs are all in `#jobs`. */
  readonly #loaded = new Set<string>();
  readonly #imported = new Set<string>();
  /** Jobs that are written, and not sent to D1 unless they have changed. */
  readonly #kept = new Set<string>();
  readonly #queues: NodeQueues;
  /** The last change of each timer: a job may pass through several statuses in one transaction. */
  readonly #timers = new Map<string, TimerChange>();
  readonly #dispatched = new Map<string, Draft<JobRecord>>();
  readonly #outbox: OutboxEntry[] = [];

  constructor(state: JobsState, { domain, wallClock, policy, callers }: TransactionContext) {
    super(state.meta(), wallClock);
    this.state = state;
    this.domain = domain;
    this.policy = policy;
    this.#callers = callers;
    this.#nodes = new Drafts((id) => state.node(id));
    this.#jobs = new Drafts((id) => state.job(id));
    this.#submissions = new Drafts((id) => state.submission(id));
    this.#queues = new NodeQueues((id) => state.queueAt(id));
  }

  node(id: string): Draft<NodeRecord> | null {
    return this.#nodes.get(id);
  }

  job(id: string): Draft<JobRecord> | null {
    return this.#jobs.get(id);
  }

  submission(id: string): Draft<SubmissionRecord> | null {
    return this.#submissions.get(id);
  }

  /** Also those jobs that this transaction has created. */
  activeJobs(submissionId: string): Draft<JobRecord>[] {
    if (!this.#loaded.has(submissionId)) {
      for (const record of this.state.activeJobs(submissionId)) this.#jobs.meet(record.job.id, record);
      this.#loaded.add(submissionId);
    }
    return this.#jobs
      .all()
      .filter(({ job }) => job.submit_id === submissionId && !isFinished(job.status))
      .sort((one, other) => one.position - other.position);
  }

  /** Jobs of the given tasks, and jobs of submissions of the given entities. */
  jobsOf(taskIds: readonly string[], entityIds: readonly string[]): Draft<JobRecord>[] {
    return this.state.jobsOf(taskIds, entityIds).flatMap((record) => {
      this.#jobs.meet(record.job.id, record);
      return this.job(record.job.id) ?? [];
    });
  }

  isForeign(node: DataNodeSnapshot): boolean {
    return node.domain !== this.domain;
  }

  queueAt(nodeId: string): NodeQueue {
    return this.#queues.at(nodeId);
  }

  /** Keeps a copy of a node as D1 shows it. */
  importNode(record: Draft<NodeRecord>): void {
    this.#nodes.put(record.node.id, record);
    this.#imported.add(record.node.id);
  }

  /** The node, its locks or its users have changed: its state is computed again at the end. */
  changeNode(record: Draft<NodeRecord>): void {
    this.#nodes.change(record.node.id, record);
  }

  touchNode(id: string): void {
    const record = this.node(id);
    if (record !== null) this.changeNode(record);
  }

  removeNode(id: string): void {
    this.#nodes.remove(id);
  }

  /** The job is new, or has changed. */
  changeJob(record: Draft<JobRecord>): void {
    this.#jobs.change(record.job.id, record);
  }

  /** The job has changed in what D1 need not know. */
  keepJob(record: Draft<JobRecord>): void {
    if (!this.#jobs.hasChanged(record.job.id)) this.#kept.add(record.job.id);
    this.#jobs.put(record.job.id, record);
  }

  changeSubmission(record: Draft<SubmissionRecord>): void {
    this.#submissions.change(record.submission.id, record);
  }

  removeJob(id: string): void {
    this.forgetJob(id);
    this.post("job", id, "deleted");
    this.count({ removed: this.revision });
  }

  removeSubmission(id: string): void {
    this.forgetSubmission(id);
    this.post("submission", id, "deleted");
    this.count({ removed: this.revision });
  }

  /** It leaves the object; D1 keeps it. */
  forgetJob(id: string): void {
    this.#jobs.remove(id);
    this.#dispatched.delete(id);
  }

  /** It leaves the object; D1 keeps it. */
  forgetSubmission(id: string): void {
    this.#submissions.remove(id);
  }

  lock(row: NodePosition): void {
    this.#queues.lock(row);
  }

  unlock(row: NodePosition): void {
    this.#queues.unlock(row);
  }

  wait(row: NodePosition): void {
    this.#queues.wait(row);
  }

  stopWaiting(row: NodePosition): void {
    this.#queues.stopWaiting(row);
  }

  hasTimer(kind: TimerKind, id: string): boolean {
    const change = this.#timers.get(`${kind} ${id}`);
    return change === undefined ? this.state.hasTimer(kind, id) : change.due !== null;
  }

  setTimer({ kind, id, due }: Timer): void {
    this.#timers.set(`${kind} ${id}`, { kind, id, due });
  }

  clearTimer(kind: TimerKind, id: string): void {
    this.#timers.set(`${kind} ${id}`, { kind, id, due: null });
  }

  /** A worker should be woken for a pending job. */
  dispatch(record: Draft<JobRecord>): void {
    this.#dispatched.set(record.job.id, record);
  }

  /** The worker that has just ended another job takes this one: no worker is to be woken for it. */
  withdraw(jobId: string): void {
    this.#dispatched.delete(jobId);
  }

  /** Jobs for which a worker should be woken, in order. */
  dispatched(): Draft<JobRecord>[] {
    return [...this.#dispatched.values()];
  }

  /** From here on a request (true), or the Queue's consumer, runs the jobs of a submission. */
  setCaller(submissionId: string, isCaller: boolean): void {
    this.#newCallers.set(submissionId, isCaller);
  }

  /** @param row of what never changes again; of all else D1 gets the newest row when the outbox is drained */
  post(kind: OutboxKind, id: string, row: OutboxEntry[2] = null): void {
    this.#outbox.push([kind, id, row]);
  }

  /** The last call: the changes to write, and the effects that follow once they are written. */
  end(): { readonly changes: Changes; readonly effects: Effects } {
    const { revision } = this;
    const jobs = this.#jobs.changed();
    for (const record of jobs) {
      record.job = { ...record.job, revision };
      this.post("job", record.job.id, "changed");
    }
    const kept = [...this.#kept].flatMap((id) => (this.#jobs.hasChanged(id) ? [] : (this.job(id) ?? [])));
    const submissions = this.#submissions.changed();
    for (const record of submissions) {
      record.submission = { ...record.submission, revision };
      this.post("submission", record.submission.id, "changed");
    }
    const nodes = this.#nodes.changed();
    for (const record of nodes) this.#settleNode(record);
    const imported = [...this.#imported].flatMap((id) => (this.#nodes.hasChanged(id) ? [] : (this.node(id) ?? [])));
    const changes: Changes = {
      meta: this.meta,
      nodes: [...nodes, ...imported],
      jobs: [...jobs, ...kept],
      submissions,
      deletedNodes: this.#nodes.removed(),
      deletedJobs: this.#jobs.removed(),
      deletedSubmissions: this.#submissions.removed(),
      ...this.#queues.changes(),
      timers: [...this.#timers.values()],
      outbox: this.#outbox,
    };
    const { ended } = this;
    const slots = this.slots.effects();
    return { changes, effects: { wake: this.#jobsToWake(), callers: this.#newCallers, slots, ended } };
  }

  /** Computes the state of a node from its locks and its users. */
  #settleNode(record: Draft<NodeRecord>): void {
    const { id } = record.node;
    if (!this.isForeign(record.node)) {
      const locks = this.#queues.at(id).holders.length;
      this.count({ highestEdit: record.node.edit_number });
      const state = withJobLocks(effectiveState(record.node, this.now), locks);
      record.node = { ...record.node, ...state, revision: this.revision };
      if (!record.deleted) this.post("data_node", id, "changed");
    }
    // Its value goes with its last user.
    if (!record.deleted || this.isUsed(id)) return;
    record.node = { ...record.node, payload: null };
    record.lock_comment = null;
  }

  /** Whether jobs under way read or write a node. It searches all of them: for nodes that are deleted. */
  isUsed(nodeId: string): boolean {
    const known = this.state.usersOf(nodeId).flatMap((id) => this.job(id) ?? []);
    return [...known, ...this.#jobs.changed()].some(
      ({ job, input_ids, output_ids }) =>
        isUnderWay(job.status) && (input_ids.includes(nodeId) || output_ids.includes(nodeId)),
    );
  }

  #jobsToWake(): Effects["wake"] {
    const isRunByCaller = (id: string) => this.#newCallers.get(id) ?? this.#callers.has(id);
    return this.dispatched()
      .filter(
        (record) => record.job.status === "PENDING" && (isSuspect(record) || !isRunByCaller(record.job.submit_id)),
      )
      .map((record) => wakeUpOf(this, record));
  }
}
