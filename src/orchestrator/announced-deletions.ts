import { DELETION_MS } from "../core/jobs/state/meta-draft.ts";
import type { ObjectMeta } from "../core/jobs/state/records.ts";
import type { ReadSubmittable } from "../core/ports/orchestrator.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";

/** Ids that an object keeps in mind; beyond them it goes by the time of what was read. */
const MAX_IDS = 10_000;

/** What was read at a lower counter may have been deleted since; and until a time in milliseconds, all that was read. */
interface Floor {
  readonly counter: number;
  readonly until: number;
}

// docs/decisions/070-isolates-remember-what-they-submit.md
/**
 * The deletions that were announced to an object: what an isolate has read before of the deleted entities must not be submitted.
 * As long as the object lives it knows their ids. Of those before, its counters say when the last one was over.
 */
export class AnnouncedDeletions {
  readonly #meta: () => ObjectMeta;
  readonly #ids = new Set<string>();
  #floor: Floor;

  constructor(meta: () => ObjectMeta) {
    this.#meta = meta;
    this.#floor = floorOf(meta());
  }

  /** After the transaction that has announced them. null: the caller does not say which. */
  add(ids: readonly string[] | null): void {
    for (const id of ids ?? []) this.#ids.add(id);
    if (ids !== null && this.#ids.size <= MAX_IDS) return;
    this.#ids.clear();
    this.#floor = floorOf(this.#meta());
  }

  /** Whether something of it may have been deleted since it was read or written. */
  mayConcern({ entity, tasks, data_nodes, as_of }: ReadSubmittable, nowMs: number): boolean {
    const { revision, confirmed } = this.#meta();
    // D1 has confirmed nothing to the object: it may have lost its state.
    if (confirmed === 0) return true;
    if (nowMs < this.#floor.until) return true;
    if (this.#floor.until > 0) this.#floor = { counter: revision, until: 0 };
    // A counter that the object has not reached: it has lost its state.
    if (as_of < this.#floor.counter || as_of > revision) return true;
    return [entity.entity_id, ...tasks.map(({ id }) => id), ...data_nodes.map(({ id }) => id)].some((id) =>
      this.#ids.has(id),
    );
  }
}

function floorOf({ clock, revision, counted, deletions, deletionsUntil, forgetsScenario }: ObjectMeta): Floor {
  // Release 0.1.0 has worked since, and it may have announced a deletion.
  if (forgetsScenario && counted < revision) return { counter: revision, until: msOf(clock) + DELETION_MS };
  return { counter: deletions, until: deletionsUntil };
}

const msOf = (clock: ObjectMeta["clock"]): number => Math.floor(clock / MICROSECONDS_PER_MILLISECOND);
