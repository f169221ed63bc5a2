import type { Changes } from "../../../core/jobs/state/jobs-state.ts";
import type {
  JobRecord,
  NodeQueue,
  NodeRecord,
  ObjectMeta,
  SubmissionRecord,
} from "../../../core/jobs/state/records.ts";
import { isFinished, isUnderWay } from "../../../core/jobs/statuses.ts";
import type { HeldKind } from "../../../core/ports/repair/held.ts";
import type { JournalRow } from "../journal.ts";
import type { Store } from "../store.ts";
import { QueueCache } from "./queue-cache.ts";
import { RecordCache } from "./record-cache.ts";
import { TimerBook } from "./timer-book.ts";

/** What is not in the journal is read anew when all records may take this much, in characters. */
const CAPACITY = 4_000_000;
const RECORD_SIZE = 1_000;
const ID_SIZE = 100;

const NO_JOBS: NodeQueue = { holders: [], waiters: [] };

/** The state of an object in memory: what the tables have, as far as it was read, and over it the changes of the journal. */
export class ObjectMemory {
  meta: ObjectMeta;
  /** Whether there is a row in `meta`. */
  hasMetaRow: boolean;
  /** What the object has as a whole is not written yet. */
  isMetaStale = false;
  /**
   * D1 had all records at this value of the domain's counter that have left the memory. Those that have left only the journal
   * and the tables are still here.
   */
  lost: number;
  readonly nodes: RecordCache<NodeRecord>;
  readonly jobs: RecordCache<JobRecord>;
  readonly submissions: RecordCache<SubmissionRecord>;
  readonly queues: QueueCache;
  readonly timers: TimerBook;
  readonly #tables: Store;
  /** The tables have no record, no lock and no wait. */
  #areTablesEmpty: boolean;
  /** What the memory does not have the tables do not have either. */
  #isComplete: boolean;

  /** @param rows of the journal, all of them in order */
  constructor(tables: Store, rows: readonly Pick<JournalRow, "changes" | "place">[]) {
    const row = tables.meta();
    const meta = rows.at(-1)?.changes.meta ?? row;
    if (meta === null) throw new Error("The orchestrator's meta row is missing");
    this.#tables = tables;
    this.meta = meta;
    this.lost = meta.forgotten;
    this.hasMetaRow = row !== null;
    this.#areTablesEmpty = tables.isEmpty();
    this.#isComplete = this.#areTablesEmpty;
    this.nodes = new RecordCache(sizeOfNode);
    this.jobs = new RecordCache(sizeOfJob);
    this.submissions = new RecordCache(sizeOfSubmission);
    this.queues = new QueueCache((id) => (this.#isComplete ? NO_JOBS : tables.queueAt(id)));
    this.timers = new TimerBook(tables.timers());
    for (const { changes, place } of rows) this.change(changes, place);
  }

  /** @param place of the journal's row that has the changes; null = the tables have them */
  change(changes: Omit<Changes, "queues" | "outbox">, place: number | null, queues?: Changes["queues"]): void {
    this.meta = changes.meta;
    for (const id of changes.deletedNodes) this.nodes.change(id, null, place);
    for (const id of changes.deletedJobs) this.jobs.change(id, null, place);
    for (const id of changes.deletedSubmissions) this.submissions.change(id, null, place);
    for (const record of changes.jobs) this.jobs.change(record.job.id, record, place);
    for (const record of changes.submissions) this.submissions.change(record.submission.id, record, place);
    for (const record of changes.nodes) this.nodes.change(record.node.id, record, place);
    this.queues.change(changes, place, queues);
    for (const change of changes.timers) this.timers.change(change, place);
    if (place === null) this.#areTablesEmpty = false;
  }

  get areTablesEmpty(): boolean {
    return this.#areTablesEmpty;
  }

  /** The tables have got records, or have lost some. */
  tablesChanged(): void {
    this.#areTablesEmpty = this.#tables.isEmpty();
    this.#isComplete ||= this.#areTablesEmpty;
  }

  node(id: string): NodeRecord | null {
    return this.#read(this.nodes, id, () => this.#tables.node(id));
  }

  job(id: string): JobRecord | null {
    return this.#read(this.jobs, id, () => this.#tables.job(id));
  }

  submission(id: string): SubmissionRecord | null {
    return this.#read(this.submissions, id, () => this.#tables.submission(id));
  }

  activeJobs(submissionId: string): JobRecord[] {
    const ids = this.submission(submissionId)?.submission.job_ids ?? [];
    if (!this.#isComplete && ids.some((id) => !this.jobs.has(id))) {
      for (const record of this.#tables.activeJobs(ids)) {
        if (!this.jobs.has(record.job.id)) this.jobs.keep(record.job.id, record);
      }
    }
    // A job that the memory does not have has ended.
    return ids.flatMap((id) => this.jobs.get(id) ?? []).filter(({ job }) => !isFinished(job.status));
  }

  jobsOf(taskIds: readonly string[], entityIds: readonly string[]): JobRecord[] {
    const tasks = new Set(taskIds);
    const submissions = new Set(this.submissionsOf(entityIds).map(({ submission }) => submission.id));
    const known = [...this.jobs.values()].filter(({ job }) => tasks.has(job.task_id) || submissions.has(job.submit_id));
    const others = this.#areTablesEmpty ? [] : this.#tables.jobsOf(taskIds, [...submissions]);
    return [...known, ...others.filter(({ job }) => !this.jobs.has(job.id))];
  }

  submissionsOf(entityIds: readonly string[]): SubmissionRecord[] {
    const entities = new Set(entityIds);
    const known = [...this.submissions.values()].filter(({ submission }) => entities.has(submission.entity_id));
    const others = this.#areTablesEmpty ? [] : this.#tables.submissionsOf(entityIds);
    return [...known, ...others.filter(({ submission }) => !this.submissions.has(submission.id))];
  }

  /** Jobs under way, and the data nodes that each of them reads or writes. */
  uses(): { readonly id: string; readonly nodes: readonly string[] }[] {
    const known = [...this.jobs.values()].filter(({ job }) => isUnderWay(job.status));
    const uses = known.map(({ job, input_ids, output_ids }) => ({ id: job.id, nodes: [...input_ids, ...output_ids] }));
    if (this.#areTablesEmpty) return uses;
    // A job under way waits, or it has a timer.
    const others = this.#tables.usesOf(this.timers.idsOf("job").filter((id) => !this.jobs.has(id)));
    return [...uses, ...others.filter(({ id }) => !this.jobs.has(id))];
  }

  /** Ids of all records of one kind, in their order, from after an id on. */
  heldIds(kind: HeldKind, after: string, limit: number): string[] {
    const cache = this.#cacheOf(kind);
    for (let from = after; ; ) {
      const inTables = this.#areTablesEmpty ? [] : this.#tables.heldIds(kind, from, limit);
      const last = inTables.length < limit ? undefined : inTables.at(-1);
      const known = cache.idsBetween(from, last);
      const held = new Set([...inTables, ...known].filter((id) => cache.get(id) !== null));
      if (held.size > 0 || last === undefined) return [...held].sort().slice(0, limit);
      from = last;
    }
  }

  highestEdit(): number {
    const known = [...this.nodes.values()].reduce((most, { node }) => Math.max(most, node.edit_number), 0);
    return this.#areTablesEmpty ? known : Math.max(known, this.#tables.highestEdit());
  }

  /** Whether the newest state of a record is in the journal. */
  isInJournal(kind: HeldKind, id: string): boolean {
    return this.#cacheOf(kind).isInJournal(id);
  }

  /**
   * Records at rest have left the object: what was read of D1 before may be older than they were.
   * @param counted D1 had them at this value of the domain's counter
   * @param highestEdit of them, which release 0.1.0 has not counted
   */
  haveForgotten(counted: number, highestEdit = 0): void {
    const { meta } = this;
    this.meta = {
      ...meta,
      forgotten: Math.max(meta.forgotten, counted),
      highestEdit: Math.max(meta.highestEdit, highestEdit),
    };
    this.isMetaStale = true;
  }

  /** The tables have lost these records, which are at rest. */
  haveLeft(kind: HeldKind, ids: readonly string[]): void {
    for (const id of ids) this.#cacheOf(kind).left(id);
    if (ids.length > 0) this.tablesChanged();
  }

  #cacheOf(kind: HeldKind): Pick<RecordCache<unknown>, "get" | "idsBetween" | "isInJournal" | "left"> {
    return { submission: this.submissions, job: this.jobs, data_node: this.nodes }[kind];
  }

  /** Makes room between two transactions. */
  makeRoom(): void {
    if (this.nodes.size + this.jobs.size + this.submissions.size + this.queues.size <= CAPACITY) return;
    this.forgetUnchanged();
  }

  /** Forgets what the journal does not have. */
  forgetUnchanged(): void {
    this.lost = this.meta.forgotten;
    for (const cache of [this.nodes, this.jobs, this.submissions, this.queues]) cache.forgetUnchanged();
    this.#isComplete = this.#areTablesEmpty;
  }

  #read<T>(cache: RecordCache<T>, id: string, load: () => T | null): T | null {
    const known = cache.get(id);
    if (known !== undefined) return known;
    if (this.#isComplete) return null;
    const record = load();
    cache.keep(id, record);
    return record;
  }
}

// About how many characters a record takes in memory: only its longest texts are counted.

const sizeOfNode = ({ node }: NodeRecord): number => RECORD_SIZE + (node.payload?.body?.length ?? 0);

const sizeOfJob = ({ job }: JobRecord): number =>
  job.stacktrace.reduce((size, trace) => size + trace.length, RECORD_SIZE);

const sizeOfSubmission = ({ submission }: SubmissionRecord): number =>
  RECORD_SIZE + submission.job_ids.length * ID_SIZE * 2;
