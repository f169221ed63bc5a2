import type { ObjectLayout } from "../../core/config/settings/object-layout.ts";
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
import type { HeldKind } from "../../core/ports/repair/held.ts";
import { isNothing } from "./changes.ts";
import { type JournalLimits, LIMITS } from "./checkpoint.ts";
import { Departures } from "./departures.ts";
import { Journal } from "./journal.ts";
import { ObjectMemory } from "./memory/object-memory.ts";
import { withUnstored } from "./memory/unstored.ts";
import { applySchema } from "./object-schema.ts";
import type { Sql } from "./object-sql.ts";
import { OutboxLog } from "./outbox-log.ts";
import { Store } from "./store.ts";

export interface StoreOptions {
  readonly documents?: Documents;
  readonly layout?: ObjectLayout;
  /** How long the journal may become. */
  readonly limits?: JournalLimits;
}

// docs/decisions/007-the-object-caches-its-records.md
/**
 * The object's store. What is in flight is in memory; the object is the only one that writes its SQLite. A transaction that
 * throws undoes its writes, so after it everything is read again.
 */
export class CachedStore implements JobsState {
  readonly outbox: OutboxLog;
  /** For tables that the cache knows nothing of; written inside {@link transaction} only. */
  readonly sql: Sql;
  readonly #tables: Store;
  readonly #journal: Journal;
  readonly #layout: ObjectLayout;
  readonly #departures: Departures;
  #loaded: ObjectMemory | null = null;

  constructor(sql: Sql, { documents = DOCUMENTS, layout = "journal", limits = LIMITS }: StoreOptions = {}) {
    this.sql = sql;
    this.#tables = new Store(sql, documents);
    this.#journal = new Journal(sql, documents);
    this.outbox = new OutboxLog(sql);
    this.#layout = layout;
    const storage = { tables: this.#tables, journal: this.#journal, outbox: this.outbox };
    this.#departures = new Departures(storage, layout, limits);
  }

  /** Brings the tables up to date, before the first call. */
  open(): void {
    applySchema(this.sql);
    if (this.#layout === "tables") this.transaction(() => undefined);
  }

  /** Runs work in one transaction of SQLite. When it throws, nothing was written. */
  transaction<T>(work: () => T): T {
    this.#memory.makeRoom();
    try {
      return this.sql.transaction(() => {
        this.outbox.removeConfirmed();
        this.#departures.makeRoom(this.#memory);
        const answer = work();
        this.#keepMeta();
        return answer;
      });
    } catch (error) {
      this.#loaded = null;
      this.outbox.forget();
      throw error;
    }
  }

  /** Writes what a transaction has changed; call it inside {@link transaction}. */
  save(changes: Changes): void {
    const memory = this.#memory;
    const { meta, queues, outbox } = changes;
    if (isNothing(changes, memory.meta)) return;
    this.#tables.remove("usage", changes.deletedSubmissions);
    if (this.#layout === "tables") {
      this.#tables.save(changes);
      this.#tables.saveMeta(meta, memory.hasMetaRow);
      memory.hasMetaRow = true;
      this.outbox.post(meta.revision, outbox);
      memory.change(changes, null, queues);
      return;
    }
    const complete = withUnstored(memory, changes);
    const written = this.#journal.append(complete);
    memory.isMetaStale = false;
    this.outbox.note(written.outbox);
    memory.change(complete, written.place, queues);
  }

  /**
   * Inside a transaction that nothing else may follow: the rows leave that D1 has, so that the object's next life does not send
   * them again. Records at rest leave the tables.
   * @returns whether the tables may have more of them
   */
  trim(nowMs: number): boolean {
    return this.#departures.trim(this.#memory, nowMs);
  }

  /** Whether {@link trim} may have something to do. */
  canTrim(nowMs: number): boolean {
    return this.#departures.canTrim(this.#memory, nowMs);
  }

  /** When {@link trim} should be called at the latest; null = not before the next commit, or D1 has more to take. */
  nextTrim(nowMs: number): number | null {
    return this.#departures.nextTrim(this.#memory, nowMs);
  }

  /** Whether the tables may have records at rest. */
  hasLeftovers(): boolean {
    return this.#departures.hasLeftovers(this.#memory);
  }

  /** Whether records at rest stay in the tables until D1's counter is raised. */
  lacksCounter(): boolean {
    return this.#departures.lacksCounter(this.#memory);
  }

  meta(): ObjectMeta {
    const { meta } = this.#memory;
    return { ...meta, confirmed: Math.max(meta.confirmed, this.outbox.countedRevision) };
  }

  node(id: string): NodeRecord | null {
    return this.#memory.node(id);
  }

  job(id: string): JobRecord | null {
    return this.#memory.job(id);
  }

  submission(id: string): SubmissionRecord | null {
    return this.#memory.submission(id);
  }

  activeJobs(submissionId: string): JobRecord[] {
    return this.#memory.activeJobs(submissionId);
  }

  jobsOf(taskIds: readonly string[], entityIds: readonly string[]): readonly JobRecord[] {
    return this.#memory.jobsOf(taskIds, entityIds);
  }

  submissionsOf(entityIds: readonly string[]): readonly SubmissionRecord[] {
    return this.#memory.submissionsOf(entityIds);
  }

  queueAt(nodeId: string): NodeQueue {
    return this.#memory.queues.at(nodeId);
  }

  usersOf(nodeId: string): readonly string[] {
    return this.#memory.uses().flatMap(({ id, nodes }) => (nodes.includes(nodeId) ? [id] : []));
  }

  /** Ids of all records of one kind, in their order, from after an id on. */
  heldIds(kind: HeldKind, after: string, limit: number): readonly string[] {
    return this.#memory.heldIds(kind, after, limit);
  }

  /** What was read of D1 at a lower value of the domain's counter may be older than what the memory does not have any more. */
  lost(): number {
    return this.#memory.lost;
  }

  jobsUnderWay(): readonly string[] {
    return this.#memory.uses().map(({ id }) => id);
  }

  highestEdit(): number {
    return this.#memory.highestEdit();
  }

  timersOf(kind: TimerKind): readonly string[] {
    return this.#memory.timers.idsOf(kind);
  }

  /** When the next timer is due, or before: one that has been cleared still counts until {@link dueTimers} is called. */
  nextDue(): number | null {
    return this.#memory.timers.nextDue();
  }

  hasTimer(kind: TimerKind, id: string): boolean {
    return this.#memory.timers.has(kind, id);
  }

  dueTimers(nowMs: number, limit: number): readonly Timer[] {
    return this.#memory.timers.due(nowMs, limit);
  }

  isOutboxEmpty(): boolean {
    this.#loaded ??= this.#load();
    return this.outbox.isEmpty();
  }

  /** Whether D1 has everything, no job is under way, and nothing waits for its time. */
  isIdle(): boolean {
    return this.isOutboxEmpty() && this.#memory.timers.isEmpty && this.#memory.uses().length === 0;
  }

  usage(submissionId: string): Units | null {
    return this.#tables.usage(submissionId);
  }

  get #memory(): ObjectMemory {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  #load(): ObjectMemory {
    const rows = this.#journal.read();
    const memory = new ObjectMemory(this.#tables, rows);
    this.outbox.begin(
      rows.map(({ outbox }) => outbox),
      memory.meta.confirmed,
    );
    this.#departures.begin(memory.meta.revision);
    return memory;
  }

  /** The object as a whole has a row in `meta` while the journal has none. */
  #keepMeta(): void {
    const memory = this.#memory;
    const isInJournal = this.#journal.rows.length > 0;
    if (isInJournal) {
      if (memory.isMetaStale) this.#journal.note(this.meta());
      if (memory.hasMetaRow) this.#tables.removeMeta();
    } else if (memory.isMetaStale || !memory.hasMetaRow) {
      this.#tables.saveMeta(this.meta(), memory.hasMetaRow);
    }
    memory.hasMetaRow = !isInJournal;
    memory.isMetaStale = false;
  }
}
