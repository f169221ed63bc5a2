import { formatTime, MICROSECONDS_PER_MILLISECOND, type Microseconds, type Timestamp } from "../../time.ts";
import type { Ended } from "../ends.ts";
import { type Draft, NO_COUNTERS, type ObjectCounters, type ObjectMeta } from "./records.ts";

/** A deletion that was announced has reached D1 after this time, or never will: no call of D1 takes longer. */
export const DELETION_MS = 5 * 60 * 1_000;

/** What a transaction changes of the object as a whole. Its time is later than that of every transaction before it. */
export class MetaDraft {
  readonly now: Timestamp;
  readonly nowMs: number;
  /** What it has ended, for the log. */
  readonly ended: Ended[] = [];
  protected readonly meta: Draft<ObjectMeta>;

  constructor(committed: ObjectMeta, wallClock: Microseconds) {
    const clock = Math.max(wallClock, committed.clock + 1);
    this.now = formatTime(clock);
    this.nowMs = Math.floor(clock / MICROSECONDS_PER_MILLISECOND);
    const revision = committed.revision + 1;
    this.meta = { ...committed, clock, revision, counted: revision };
    if (committed.deletionsUntil === 0 || this.nowMs < committed.deletionsUntil) return;
    this.meta.deletions = revision;
    this.meta.deletionsUntil = 0;
  }

  /** This transaction, and all later ones, get a number above this. */
  raiseRevision(above: number): void {
    this.meta.revision = Math.max(this.meta.revision, above + 1);
    this.meta.counted = this.meta.revision;
  }

  /** The next position in the order of acceptance. */
  nextPosition(): number {
    this.meta.position += 1;
    return this.meta.position;
  }

  /** Rows of this domain are about to be deleted in D1. */
  announceDeletion(): void {
    this.meta.forgetsScenario = true;
    this.count({ deletions: this.revision, deletionsUntil: this.nowMs + DELETION_MS });
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
