import type { ObjectLayout } from "../../core/config/settings/object-layout.ts";
import { checkpoint, type JournalLimits, type ObjectStorage, placeToLeave, restView, wholeUpTo } from "./checkpoint.ts";
import { Leftovers } from "./leftovers.ts";
import type { ObjectMemory } from "./memory/object-memory.ts";

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** What D1 has leaves the object so long after the last commit at the latest. The tables are read through as seldom at most. */
const REST_MS = 5 * 60_000;

// docs/decisions/064-objects-hold-what-is-in-flight.md
/**
 * Decides when rows of the journal, and records at rest, leave the object: with a commit when the journal is long, and else with
 * a trim, for which an alarm rings that many commits share.
 */
export class Departures {
  readonly #storage: ObjectStorage;
  readonly #layout: ObjectLayout;
  readonly #limits: JournalLimits;
  readonly #leftovers: Leftovers;
  /** When the tables were read through the last time, the object's state then (see {@link #stand}), and whether it was one step. */
  #lastRead = { atMs: 0, stand: "", isShort: false };

  constructor(storage: ObjectStorage, layout: ObjectLayout, limits: JournalLimits) {
    this.#storage = storage;
    this.#layout = layout;
    this.#limits = limits;
    this.#leftovers = new Leftovers(storage.tables);
  }

  /**
   * The object wakes up, or its memory was wrong.
   * @param revision no record in the tables is newer, unless the outbox knows that D1 lacks it
   */
  begin(revision: number): void {
    this.#leftovers.begin(revision);
  }

  /** The journal's oldest rows leave when they are many; in the layout `tables` all do. */
  makeRoom(memory: ObjectMemory): void {
    const { journal } = this.#storage;
    if (journal.rows.length === 0) return;
    const place = this.#layout === "tables" ? EVERYTHING : placeToLeave(journal, this.#confirmed, this.#limits);
    if (place !== null) this.#checkpoint(memory, place);
  }

  /** @returns whether the tables may have more records at rest */
  trim(memory: ObjectMemory, nowMs: number): boolean {
    if (this.#hasRowsToLeave(memory)) this.#checkpoint(memory, this.#confirmed);
    if (this.#mayReadAgain(memory, nowMs)) this.#leftovers.beginAgain();
    if (!this.hasLeftovers(memory) || this.lacksCounter(memory)) return false;
    const { outbox } = this.#storage;
    const view = restView(memory, outbox);
    if (view === null) return false;
    const { isAtStart } = this.#leftovers;
    const stand = this.#stand(memory);
    const { hasRemoved, highestEdit } = this.#leftovers.remove(memory, view);
    if (isAtStart) this.#lastRead = { atMs: nowMs, stand, isShort: !this.#leftovers.isDue };
    if (hasRemoved) {
      memory.haveForgotten(outbox.countedRevision, highestEdit);
      // The memory has never had some of them.
      memory.lost = memory.meta.forgotten;
    }
    return this.hasLeftovers(memory);
  }

  canTrim(memory: ObjectMemory, nowMs: number): boolean {
    return (
      this.#hasRowsToLeave(memory) ||
      this.#storage.outbox.hasConfirmed() ||
      (this.hasLeftovers(memory) && !this.lacksCounter(memory)) ||
      this.#mayReadAgain(memory, nowMs)
    );
  }

  nextTrim(memory: ObjectMemory, nowMs: number): number | null {
    const { journal, outbox } = this.#storage;
    // The drain that brings it to D1 rings the alarm.
    if (!outbox.isEmpty()) return null;
    if (journal.hasRecords || this.hasLeftovers(memory)) return nowMs + REST_MS;
    return this.#isOutdated(memory) ? Math.max(nowMs, this.#lastRead.atMs + REST_MS) : null;
  }

  /** Whether records at rest stay in the tables until D1's counter is raised. */
  lacksCounter(memory: ObjectMemory): boolean {
    return this.hasLeftovers(memory) && this.#storage.outbox.countedRevision < this.#leftovers.upTo;
  }

  /** Whether the tables may have records at rest. */
  hasLeftovers(memory: ObjectMemory): boolean {
    return this.#mayHaveRecords(memory) && this.#leftovers.isDue;
  }

  /** Whether records in the tables may have come to rest since these were read through. */
  #isOutdated(memory: ObjectMemory): boolean {
    return this.#mayHaveRecords(memory) && !this.#leftovers.isDue && this.#lastRead.stand !== this.#stand(memory);
  }

  /** What one step reads is read with each trim that happens anyway. */
  #mayReadAgain(memory: ObjectMemory, nowMs: number): boolean {
    const { atMs, isShort } = this.#lastRead;
    return this.#isOutdated(memory) && (isShort || nowMs >= atMs + REST_MS);
  }

  /** In the layout `tables` all records stay, as in release 0.1.0. */
  #mayHaveRecords({ areTablesEmpty }: ObjectMemory): boolean {
    return this.#layout === "journal" && !areTablesEmpty;
  }

  /** Changes with all that may bring a record to rest: a commit, and what D1 confirms. */
  #stand({ meta }: ObjectMemory): string {
    const { confirmed, countedRevision } = this.#storage.outbox;
    return `${meta.revision} ${confirmed} ${countedRevision}`;
  }

  #checkpoint(memory: ObjectMemory, place: number): void {
    const whole = wholeUpTo(this.#storage.journal, place);
    if (whole !== null && checkpoint(this.#storage, memory, whole))
      memory.haveForgotten(this.#storage.outbox.countedRevision);
  }

  /** Whether the journal has rows that D1 has got, or that have nothing for D1. Timers of work that goes on stay alone there. */
  #hasRowsToLeave({ timers }: ObjectMemory): boolean {
    const { journal, outbox } = this.#storage;
    const [first] = journal.rows;
    if (first === undefined) return false;
    return (
      wholeUpTo(journal, outbox.confirmed) !== null || (outbox.isEmpty() && (journal.hasRecords || timers.isEmpty))
    );
  }

  /** D1 has all rows up to this place. */
  get #confirmed(): number {
    const { outbox } = this.#storage;
    return outbox.isEmpty() ? EVERYTHING : outbox.confirmed;
  }
}
