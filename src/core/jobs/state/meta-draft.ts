import { formatTime, MICROSECONDS_PER_MILLISECOND, type Microseconds, type Timestamp } from "../../time.ts";
import { type Draft, NO_COUNTERS, type ObjectCounters, type ObjectMeta } from "./records.ts";

/** What a transaction changes of the object as a whole. Its time is later than that of every transaction before it. */
export class MetaDraft {
  readonly now: Timestamp;
  readonly nowMs: number;
  protected readonly meta: Draft<ObjectMeta>;

  constructor(committed: ObjectMeta, wallClock: Microseconds) {
    const clock = Math.max(wallClock, committed.clock + 1);
    this.now = formatTime(clock);
    this.nowMs = Math.floor(clock / MICROSECONDS_PER_MILLISECOND);
    this.meta = { ...committed, clock, revision: committed.revision + 1 };
  }

  /** This transaction, and all later ones, get a number above this. */
  raiseRevision(above: number): void {
    this.meta.revision = Math.max(this.meta.revision, above + 1);
  }

  /** The next position in the order of acceptance. */
  nextPosition(): number {
    this.meta.position += 1;
    return this.meta.position;
  }

  /** From here on the object must not remember its scenario. */
  forgetScenario(): void {
    this.meta.forgetsScenario = true;
  }

  get slowTasks(): readonly string[] {
    return this.meta.slowTasks;
  }

  set slowTasks(taskConfigIds: readonly string[]) {
    this.meta.slowTasks = taskConfigIds;
  }

  /** The number of this transaction. */
  get revision(): number {
    return this.meta.revision;
  }

  /** Of the transactions before, and what this one has counted. */
  get counters(): ObjectCounters {
    return this.meta;
  }

  /** Raises counters. Each of them only grows: a lower number changes nothing. */
  count(counters: Partial<ObjectCounters>): void {
    for (const name of Object.keys(NO_COUNTERS) as (keyof ObjectCounters)[]) {
      this.meta[name] = Math.max(this.meta[name], counters[name] ?? 0);
    }
  }
}
