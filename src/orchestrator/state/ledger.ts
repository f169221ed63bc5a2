import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { configuredPath } from "../../core/entities/data-node.ts";
import type { Edit } from "../../core/entities/edit.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import { effectiveState, withJobLocks } from "../../core/jobs/edit-lock.ts";
import { enterStatus } from "../../core/jobs/job-state.ts";
import { isFinished, type JobStatus } from "../../core/jobs/statuses.ts";
import { aggregate } from "../../core/jobs/submission-status.ts";
import { formatTime, MICROSECONDS_PER_MILLISECOND, type Microseconds, type Timestamp } from "../../core/time.ts";
import type { OutboxEntry, OutboxKind } from "./change-log.ts";
import { IdentityMap } from "./identity-map.ts";
import type { Memory } from "./memory.ts";
import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";
import type { Timer, TimerKind } from "./store.ts";
import { TimerChanges } from "./timer-changes.ts";

/** Who wrote, for an edit. */
export interface EditAuthor {
  readonly job_id: string | null;
  readonly editor_id: string | null;
  readonly comment: string | null;
}

/**
 * One transaction's view of the object's state: records are read once, changed in memory, and written once at the end
 * together with their outbox rows. Its time is later than that of every transaction before it.
 */
export class Ledger {
  readonly store: Memory;
  readonly domain: string;
  readonly now: Timestamp;
  readonly nowMs: number;
  /** How long a worker that has taken a job may be silent. */
  readonly leaseMs: number;
  /** Pending jobs that a worker should be woken for, in order. */
  readonly dispatched = new Map<string, JobRecord>();

  readonly #clock: Microseconds;
  readonly #revision: number;
  #position: number;
  #isDoomed = false;
  readonly #nodes: IdentityMap<NodeRecord>;
  readonly #jobs: IdentityMap<JobRecord>;
  readonly #submissions: IdentityMap<SubmissionRecord>;
  /** Submissions whose active jobs are all in `#jobs`. */
  readonly #loaded = new Set<string>();
  readonly #importedNodes = new Set<string>();
  readonly #timers = new TimerChanges();
  readonly #entries: OutboxEntry[] = [];

  constructor(store: Memory, domain: string, wallClock: Microseconds, leaseMs: number) {
    const meta = store.meta();
    this.store = store;
    this.#nodes = new IdentityMap((id) => store.node(id));
    this.#jobs = new IdentityMap((id) => store.job(id));
    this.#submissions = new IdentityMap((id) => store.submission(id));
    this.domain = domain;
    this.leaseMs = leaseMs;
    this.#clock = Math.max(wallClock, meta.clock + 1);
    this.#revision = meta.revision + 1;
    this.#position = meta.position;
    this.now = formatTime(this.#clock);
    this.nowMs = Math.floor(this.#clock / MICROSECONDS_PER_MILLISECOND);
  }

  /** The next place in the order of acceptance. */
  nextPosition(): number {
    this.#position += 1;
    return this.#position;
  }

  node(id: string): NodeRecord | null {
    return this.#nodes.get(id);
  }

  job(id: string): JobRecord | null {
    return this.#jobs.get(id);
  }

  submission(id: string): SubmissionRecord | null {
    return this.#submissions.get(id);
  }

  /** Jobs of a submission that have not ended, as this transaction sees them: also those that it has just created. */
  activeJobs(submissionId: string): JobRecord[] {
    if (!this.#loaded.has(submissionId)) {
      for (const record of this.store.activeJobs(submissionId)) this.#jobs.meet(record.job.id, record);
      this.#loaded.add(submissionId);
    }
    return this.#jobs
      .met()
      .filter(({ job }) => job.submit_id === submissionId && !isFinished(job.status))
      .sort((one, other) => one.position - other.position);
  }

  /** Something of the object's scenario is about to be deleted. */
  doom(): void {
    this.#isDoomed = true;
  }

  isForeign(node: DataNodeSnapshot): boolean {
    return node.domain !== this.domain;
  }

  /**
   * Takes over what D1 says of a node. What this object knows of its own nodes is newer, but for a file at a path that
   * several nodes may share: the latest write counts, whoever made it.
   */
  importNode(snapshot: DataNodeSnapshot): NodeRecord {
    const known = this.node(snapshot.id);
    if (known !== null && !this.isNewer(snapshot)) return known;
    const node = known === null || this.isForeign(snapshot) ? snapshot : withValueOf(known.node, snapshot);
    const record: NodeRecord = { node, deleted: known?.deleted ?? false, lock_comment: known?.lock_comment ?? null };
    this.#nodes.put(snapshot.id, record);
    this.#importedNodes.add(snapshot.id);
    return record;
  }

  /** Whether D1's view of a node holds something that this object does not know. */
  isNewer(snapshot: DataNodeSnapshot): boolean {
    const known = this.node(snapshot.id)?.node;
    if (known === undefined) return true;
    if (this.isForeign(snapshot) && snapshot.revision > known.revision) return true;
    const isShared = configuredPath(snapshot.properties) !== null;
    return isShared && (snapshot.last_edit_date ?? "") > (known.last_edit_date ?? "");
  }

  changeNode(record: NodeRecord, node: DataNodeSnapshot): void {
    record.node = node;
    this.#nodes.change(node.id, record);
  }

  /** The node's locks or users have changed: what follows for it is computed again when the transaction ends. */
  touchNode(id: string): void {
    const record = this.node(id);
    if (record !== null) this.#nodes.change(id, record);
  }

  /** Records a write: a new edit with its value, which becomes the current one. */
  writeNode(record: NodeRecord, payload: PayloadRef, author: EditAuthor): Edit {
    const number = record.node.edit_number + 1;
    const edit: Edit = { data_node_id: record.node.id, number, timestamp: this.now, ...author, ...payload };
    this.changeNode(record, { ...record.node, edit_number: number, last_edit_date: this.now, payload });
    // Of a deleted node, too: whoever finds that it is gone has its value swept.
    this.#post("edit", `${record.node.id}#${number}`, edit);
    const path = record.deleted ? null : configuredPath(record.node.properties);
    if (path !== null) this.#post("file", path, { path, modified: this.now, ...payload });
    return edit;
  }

  /** The node is gone from D1; a copy stays while jobs of this object may still need it. */
  markDeleted(record: NodeRecord): void {
    record.deleted = true;
    this.#nodes.change(record.node.id, record);
    this.#post("data_node", record.node.id);
  }

  addJob(record: JobRecord): void {
    this.#jobs.change(record.job.id, record);
  }

  addSubmission(record: SubmissionRecord): void {
    this.#submissions.change(record.submission.id, record);
  }

  touchJob(record: JobRecord): void {
    this.#jobs.change(record.job.id, record);
  }

  /** Moves a job to a status and its submission with it. */
  enter(record: JobRecord, status: JobStatus): void {
    const before = record.job.status;
    record.job = enterStatus(record.job, status, this.now);
    this.#jobs.change(record.job.id, record);
    const owner = this.submission(record.job.submit_id);
    if (owner === null) return;
    owner.submission = aggregate(owner.submission, record.job);
    if (isFinished(record.job.status) && !isFinished(before)) {
      owner.open_jobs -= 1;
      if (owner.open_jobs === 0) owner.submission = { ...owner.submission, finished_at: this.now };
    }
    this.#submissions.change(owner.submission.id, owner);
  }

  removeJob(record: JobRecord): void {
    this.store.deleteJob(record.job.id);
    this.#jobs.remove(record.job.id);
    this.dispatched.delete(record.job.id);
    if (!isFinished(record.job.status)) this.clearTimer("job", record.job.id);
    this.#post("job", record.job.id);
  }

  removeSubmission(record: SubmissionRecord): void {
    this.store.deleteSubmission(record.submission.id);
    this.#submissions.remove(record.submission.id);
    this.#post("submission", record.submission.id);
  }

  /** Tells D1 whether jobs of this domain wait for a node of another one. */
  postForeignWait(nodeId: string): void {
    this.#post("foreign_wait", nodeId);
  }

  setTimer({ kind, id, due }: Timer): void {
    this.#timers.put(kind, id, due);
  }

  clearTimer(kind: TimerKind, id: string): void {
    this.#timers.put(kind, id, null);
  }

  /** Writes everything that has changed. Last call of the transaction. */
  save(): void {
    this.store.saveJobs(this.#jobs.changed().map((record) => this.#finalJob(record)));
    for (const record of this.#submissions.changed()) this.#saveSubmission(record);
    this.#timers.save(this.store);
    // After the jobs and their timers: a deleted node keeps its value until the last job that uses it has ended.
    this.store.saveNodes([
      ...this.#nodes.changed().map((record) => this.#finalNode(record)),
      ...[...this.#importedNodes].flatMap((id) => (this.#nodes.hasChanged(id) ? [] : (this.node(id) ?? []))),
    ]);
    this.store.changes.post(this.#revision, this.#entries);
    const doomed = this.#isDoomed ? 1 : this.store.meta().doomed;
    this.store.saveMeta({ clock: this.#clock, revision: this.#revision, position: this.#position, doomed });
  }

  #finalNode(record: NodeRecord): NodeRecord {
    const { id } = record.node;
    if (!this.isForeign(record.node)) {
      const locks = this.store.firstLock(id) === null ? 0 : 1;
      const state = withJobLocks(effectiveState(record.node, this.now), locks);
      record.node = { ...record.node, ...state, revision: this.#revision };
      if (!record.deleted) this.#post("data_node", id);
    }
    // What is left refuses calls that have read the node's row before it was deleted.
    if (record.deleted && !this.store.isUsed(id)) record.node = { ...record.node, payload: null };
    return record;
  }

  #finalJob(record: JobRecord): JobRecord {
    record.job = { ...record.job, revision: this.#revision };
    this.#post("job", record.job.id);
    return record;
  }

  #saveSubmission(record: SubmissionRecord): void {
    record.submission = { ...record.submission, revision: this.#revision };
    this.store.saveSubmission(record);
    this.#post("submission", record.submission.id);
  }

  /** @param row of what never changes again; of all else D1 gets what is true when it asks */
  #post(kind: OutboxKind, id: string, row: object | null = null): void {
    this.#entries.push([kind, id, row]);
  }
}

function withValueOf(known: DataNodeSnapshot, snapshot: DataNodeSnapshot): DataNodeSnapshot {
  return { ...known, last_edit_date: snapshot.last_edit_date, payload: snapshot.payload };
}
