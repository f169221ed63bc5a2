import type { Units } from "../../core/cost/usage.ts";
import { DOCUMENTS, type Documents } from "../../core/jobs/state/documents.ts";
import type { Changes, JobsState } from "../../core/jobs/state/jobs-state.ts";
import type {
  JobRecord,
  NodeQueue,
  NodeRecord,
  ObjectMeta,
  SubmissionRecord,
  Timer,
  TimerKind,
} from "../../core/jobs/state/records.ts";
import { isFinished } from "../../core/jobs/statuses.ts";
import type { HeldKind } from "../../core/ports/repair/held.ts";
import { applySchema } from "./object-schema.ts";
import type { Sql } from "./object-sql.ts";
import { OutboxLog } from "./outbox-log.ts";
import { Store } from "./store.ts";

/** Everything is read anew when the cache may take this much, in characters. */
const CAPACITY = 4_000_000;
const RECORD_SIZE = 1_000;
const ID_SIZE = 100;

// docs/decisions/007-the-object-caches-its-records.md
/**
 * The object's store with all that it has read and written kept in memory: the object is the only one that writes its
 * SQLite. A transaction that throws undoes its writes, so after it everything is forgotten.
 */
export class CachedStore implements JobsState {
  readonly outbox: OutboxLog;
  /** For tables that the cache knows nothing of; written inside {@link transaction} only. */
  readonly sql: Sql;
  readonly #store: Store;
  #meta: ObjectMeta | null = null;
  /** Nothing was written before the cache began: what it does not have does not exist. */
  #isComplete = false;
  #size = 0;
  /** No timer is due before; null = none is; undefined = not known. */
  #nextDue: number | null | undefined;
  readonly #nodes = new Map<string, NodeRecord | null>();
  readonly #jobs = new Map<string, JobRecord | null>();
  readonly #submissions = new Map<string, SubmissionRecord | null>();
  readonly #queues = new Map<string, NodeQueue>();

  constructor(sql: Sql, documents: Documents = DOCUMENTS) {
    this.sql = sql;
    this.#store = new Store(sql, documents);
    this.outbox = new OutboxLog(sql);
  }

  /** Brings the tables up to date, before the first call. */
  open(): void {
    applySchema(this.sql);
  }

  /** Runs work in one transaction of SQLite. When it throws, nothing was written. */
  transaction<T>(work: () => T): T {
    if (this.#size > CAPACITY) this.#forgetRecords();
    try {
      return this.sql.transaction(() => {
        this.outbox.removeConfirmed();
        return work();
      });
    } catch (error) {
      this.#forgetRecords();
      this.#meta = null;
      this.#nextDue = undefined;
      this.outbox.forget();
      throw error;
    }
  }

  /** Writes what a transaction has changed; call it inside {@link transaction}. */
  save(changes: Changes): void {
    this.#store.save(changes);
    this.outbox.post(changes.meta.revision, changes.outbox);
    this.#meta = changes.meta;
    for (const id of changes.deletedNodes) this.#keep(this.#nodes, id, null, ID_SIZE);
    for (const id of changes.deletedJobs) this.#keep(this.#jobs, id, null, ID_SIZE);
    for (const id of changes.deletedSubmissions) this.#keep(this.#submissions, id, null, ID_SIZE);
    for (const record of changes.jobs) this.#keep(this.#jobs, record.job.id, record, sizeOfJob(record));
    for (const record of changes.submissions) {
      this.#keep(this.#submissions, record.submission.id, record, sizeOfSubmission(record));
    }
    for (const record of changes.nodes) this.#keep(this.#nodes, record.node.id, record, sizeOfNode(record));
    for (const [id, queue] of changes.queues) this.#keep(this.#queues, id, queue, sizeOfQueue(queue));
    for (const { due } of changes.timers) {
      if (due !== null && this.#nextDue !== undefined) this.#nextDue = Math.min(due, this.#nextDue ?? due);
    }
  }

  meta(): ObjectMeta {
    if (this.#meta === null) {
      this.#meta = this.#store.meta();
      this.#isComplete = this.#meta.revision === 0;
      if (this.#isComplete) this.outbox.beginEmpty();
    }
    return this.#meta;
  }

  node(id: string): NodeRecord | null {
    return this.#read(this.#nodes, id, () => this.#store.node(id), sizeOfNode);
  }

  job(id: string): JobRecord | null {
    return this.#read(this.#jobs, id, () => this.#store.job(id), sizeOfJob);
  }

  submission(id: string): SubmissionRecord | null {
    return this.#read(this.#submissions, id, () => this.#store.submission(id), sizeOfSubmission);
  }

  activeJobs(submissionId: string): JobRecord[] {
    const ids = this.submission(submissionId)?.submission.job_ids ?? [];
    if (!this.#isComplete && ids.some((id) => !this.#jobs.has(id))) {
      for (const record of this.#store.activeJobs(submissionId)) {
        if (!this.#jobs.has(record.job.id)) this.#keep(this.#jobs, record.job.id, record, sizeOfJob(record));
      }
    }
    // A job that the cache does not have has ended.
    return ids.flatMap((id) => this.#jobs.get(id) ?? []).filter(({ job }) => !isFinished(job.status));
  }

  jobsOf(taskIds: readonly string[], entityIds: readonly string[]): readonly JobRecord[] {
    return this.#store.jobsOf(taskIds, entityIds);
  }

  submissionsOf(entityIds: readonly string[]): readonly SubmissionRecord[] {
    return this.#store.submissionsOf(entityIds);
  }

  queueAt(nodeId: string): NodeQueue {
    const known = this.#queues.get(nodeId);
    if (known !== undefined) return known;
    const queue = this.#knowsAll() ? { holders: [], waiters: [] } : this.#store.queueAt(nodeId);
    this.#keep(this.#queues, nodeId, queue, sizeOfQueue(queue));
    return queue;
  }

  usersOf(nodeId: string): readonly string[] {
    return this.#store.usersOf(nodeId);
  }

  /** Ids of all records of one kind, in their order, from after an id on. */
  heldIds(kind: HeldKind, after: string, limit: number): readonly string[] {
    return this.#store.heldIds(kind, after, limit);
  }

  /** When the next timer is due, or before: one that has been cleared still counts until {@link dueTimers} is called. */
  nextDue(): number | null {
    if (this.#nextDue === undefined) this.#nextDue = this.#store.nextDue();
    return this.#nextDue;
  }

  hasTimer(kind: TimerKind, id: string): boolean {
    return this.#store.hasTimer(kind, id);
  }

  dueTimers(nowMs: number, limit: number): readonly Timer[] {
    this.#nextDue = undefined;
    return this.#store.dueTimers(nowMs, limit);
  }

  isOutboxEmpty(): boolean {
    return this.outbox.isEmpty();
  }

  usage(submissionId: string): Units | null {
    return this.#store.usage(submissionId);
  }

  /** Keeps what a submission has used, unless that is kept already or the submission is gone. */
  saveUsage(submissionId: string, units: Units): void {
    this.#store.saveUsage(submissionId, units);
  }

  #forgetRecords(): void {
    for (const cache of [this.#nodes, this.#jobs, this.#submissions, this.#queues]) cache.clear();
    this.#size = 0;
    this.#isComplete = false;
  }

  #knowsAll(): boolean {
    this.meta();
    return this.#isComplete;
  }

  #read<T>(cache: Map<string, T | null>, id: string, load: () => T | null, sizeOf: (record: T) => number): T | null {
    const known = cache.get(id);
    if (known !== undefined) return known;
    const record = this.#knowsAll() ? null : load();
    this.#keep(cache, id, record, record === null ? ID_SIZE : sizeOf(record));
    return record;
  }

  #keep<T>(cache: Map<string, T>, id: string, record: T, size: number): void {
    cache.set(id, record);
    this.#size += size;
  }
}

// About how many characters a record takes in memory: only its longest texts are counted.

const sizeOfNode = ({ node }: NodeRecord): number => RECORD_SIZE + (node.payload?.body?.length ?? 0);

const sizeOfJob = ({ job }: JobRecord): number =>
  job.stacktrace.reduce((size, trace) => size + trace.length, RECORD_SIZE);

const sizeOfSubmission = ({ submission }: SubmissionRecord): number =>
  RECORD_SIZE + submission.job_ids.length * ID_SIZE * 2;

const sizeOfQueue = ({ holders, waiters }: NodeQueue): number => (1 + holders.length + waiters.length) * ID_SIZE;
