import { isFinished } from "../../core/jobs/statuses.ts";
import { ChangeLog } from "./change-log.ts";
import { withoutPlace, withPlace } from "./places.ts";
import { sizeOfJob, sizeOfNode, sizeOfPlaces, sizeOfSubmission } from "./record-sizes.ts";
import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";
import type { Sql } from "./sql.ts";
import { type JobPlace, type LockedNode, type Meta, type PlacesAt, Store, type Timer } from "./store.ts";

/** Everything is read anew when what is kept may take this much, in characters. */
const CAPACITY = 4_000_000;
/**
 * The store with what it has read and written kept in memory: the object is the only one that writes its SQLite. A
 * transaction that throws takes its writes back, so after it everything must be forgotten. Records are shared: whoever
 * changes one saves it in the same transaction.
 */
export class Memory extends Store {
  readonly changes: ChangeLog;
  #meta: Meta | null = null;
  /** Nothing was ever written before what is kept here: what is not here does not exist. */
  #isAll = false;
  #size = 0;
  /** No timer is due before; null = none is; undefined = not known. */
  #nextDue: number | null | undefined;
  readonly #nodes = new Map<string, NodeRecord | null>();
  readonly #jobs = new Map<string, JobRecord | null>();
  readonly #submissions = new Map<string, SubmissionRecord | null>();
  readonly #places = new Map<string, PlacesAt>();

  constructor(sql: Sql) {
    super(sql);
    this.changes = new ChangeLog(sql);
  }

  /** What is in memory may be wrong: from here on everything is read anew. */
  forget(): void {
    this.#forgetRecords();
    this.#meta = null;
    this.changes.forget();
    this.#nextDue = undefined;
  }

  /** Between two transactions. */
  makeRoom(): void {
    if (this.#size > CAPACITY) this.#forgetRecords();
  }

  #forgetRecords(): void {
    for (const kept of [this.#nodes, this.#jobs, this.#submissions, this.#places]) kept.clear();
    this.#size = 0;
    this.#isAll = false;
  }

  override meta(): Meta {
    if (this.#meta === null) {
      this.#meta = super.meta();
      this.#isAll = this.#meta.revision === 0;
      if (this.#isAll) this.changes.beginEmpty();
    }
    return this.#meta;
  }

  override saveMeta(meta: Meta): void {
    super.saveMeta(meta);
    this.#meta = meta;
  }

  override node(id: string): NodeRecord | null {
    return this.#kept(this.#nodes, id, (missing) => super.node(missing), sizeOfNode);
  }

  override saveNodes(records: readonly NodeRecord[]): void {
    super.saveNodes(records);
    for (const record of records) this.#keep(this.#nodes, record.node.id, record, sizeOfNode(record));
  }

  override job(id: string): JobRecord | null {
    return this.#kept(this.#jobs, id, (missing) => super.job(missing), sizeOfJob);
  }

  override saveJobs(records: readonly JobRecord[]): void {
    super.saveJobs(records);
    for (const record of records) this.#keep(this.#jobs, record.job.id, record, sizeOfJob(record));
  }

  override deleteJob(id: string): void {
    super.deleteJob(id);
    this.#jobs.set(id, null);
  }

  override activeJobs(submissionId: string): JobRecord[] {
    const ids = this.submission(submissionId)?.submission.job_ids ?? [];
    if (!this.#isAll && ids.some((id) => !this.#jobs.has(id))) this.#sharedJobs(super.activeJobs(submissionId));
    // A job that has ended may be missing, which is as well.
    return ids
      .flatMap((id) => this.#jobs.get(id) ?? [])
      .filter(({ job }) => !isFinished(job.status))
      .sort((one, other) => one.position - other.position);
  }

  override jobsOf(taskIds: readonly string[], entityIds: readonly string[]): JobRecord[] {
    return this.#sharedJobs(super.jobsOf(taskIds, entityIds));
  }

  override submission(id: string): SubmissionRecord | null {
    return this.#kept(this.#submissions, id, (missing) => super.submission(missing), sizeOfSubmission);
  }

  override saveSubmission(record: SubmissionRecord): void {
    super.saveSubmission(record);
    this.#keep(this.#submissions, record.submission.id, record, sizeOfSubmission(record));
  }

  override deleteSubmission(id: string): void {
    super.deleteSubmission(id);
    this.#submissions.set(id, null);
  }

  override placesAt(nodeId: string): PlacesAt {
    const known = this.#places.get(nodeId);
    if (known !== undefined) return known;
    const places = this.#knowsAll() ? { holders: [], waiters: [] } : super.placesAt(nodeId);
    this.#setPlaces(nodeId, places);
    return places;
  }

  override lock(locked: readonly LockedNode[]): void {
    // Read before they are written, each of them once.
    for (const { node_id } of locked) this.placesAt(node_id);
    super.lock(locked);
    for (const { node_id, job_id, position } of locked) {
      const { holders, waiters } = this.placesAt(node_id);
      this.#setPlaces(node_id, { holders: withPlace(holders, { job_id, position }), waiters });
    }
  }

  override unlock(nodeId: string, position: number): void {
    const { holders, waiters } = this.placesAt(nodeId);
    super.unlock(nodeId, position);
    this.#setPlaces(nodeId, { holders: withoutPlace(holders, position), waiters });
  }

  override wait(nodeId: string, place: JobPlace): void {
    const { holders, waiters } = this.placesAt(nodeId);
    if (waiters.some(({ position }) => position === place.position)) return;
    super.wait(nodeId, place);
    this.#setPlaces(nodeId, { holders, waiters: withPlace(waiters, place) });
  }

  override stopWaiting(nodeIds: readonly string[], position: number): void {
    const awaited = nodeIds.filter((id) => this.placesAt(id).waiters.some((place) => place.position === position));
    if (awaited.length === 0) return;
    super.stopWaiting(awaited, position);
    for (const id of awaited) {
      const { holders, waiters } = this.placesAt(id);
      this.#setPlaces(id, { holders, waiters: withoutPlace(waiters, position) });
    }
  }

  /** The earliest job that holds the node. */
  firstLock(nodeId: string): JobPlace | null {
    return this.placesAt(nodeId).holders[0] ?? null;
  }

  /** Jobs before `position` that hold the node. */
  locksBefore(nodeId: string, position: number): JobPlace[] {
    return this.placesAt(nodeId).holders.filter((place) => place.position < position);
  }

  /** Jobs that wait for the node, up to and including `position`, earliest first. */
  waiters(nodeId: string, position: number): JobPlace[] {
    return this.placesAt(nodeId).waiters.filter((place) => place.position <= position);
  }

  /** Whether any job waits for the node. */
  isAwaited(nodeId: string): boolean {
    return this.placesAt(nodeId).waiters.length > 0;
  }

  override setTimer(timer: Timer): void {
    super.setTimer(timer);
    if (this.#nextDue !== undefined) this.#nextDue = Math.min(timer.due, this.#nextDue ?? timer.due);
  }

  /** When the next timer is due, or before: one that has been cleared still counts until {@link dueTimers} was asked. */
  override nextDue(): number | null {
    if (this.#nextDue === undefined) this.#nextDue = super.nextDue();
    return this.#nextDue;
  }

  override dueTimers(now: number): Timer[] {
    this.#nextDue = undefined;
    return super.dueTimers(now);
  }

  /** Records that a query has read: those that are kept already take their place. */
  #sharedJobs(records: readonly JobRecord[]): JobRecord[] {
    return records.map((read) => {
      const known = this.#jobs.get(read.job.id);
      if (known === undefined || known === null) this.#keep(this.#jobs, read.job.id, read, sizeOfJob(read));
      return known ?? read;
    });
  }

  #knowsAll(): boolean {
    this.meta();
    return this.#isAll;
  }

  #kept<T>(map: Map<string, T | null>, id: string, load: (id: string) => T | null, sizeOf: (record: T) => number) {
    const known = map.get(id);
    if (known !== undefined) return known;
    const record = this.#knowsAll() ? null : load(id);
    this.#keep(map, id, record, record === null ? 0 : sizeOf(record));
    return record;
  }

  #keep<T>(map: Map<string, T>, id: string, record: T, size: number): void {
    map.set(id, record);
    this.#size += size;
  }

  #setPlaces(nodeId: string, places: PlacesAt): void {
    this.#keep(this.#places, nodeId, places, sizeOfPlaces(places));
  }
}
