import { parseSequenceId } from "../core/entities/ids.ts";
import { type Outcome, refuse } from "../core/errors.ts";
import { DELETION_MS } from "../core/jobs/state/meta-draft.ts";
import type { ObjectMeta } from "../core/jobs/state/records.ts";
import { LruMap } from "../core/lru-map.ts";
import type { ReadSubmittable, SubmitCommand, Submittable } from "../core/ports/orchestrator.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";

/** Ids that an object keeps in mind; beyond them it goes by the time of what was read. */
const MAX_IDS = 10_000;

/** No call is on its way for longer. */
const LATE_MS = 30 * 60 * 1_000;

/** A deletion of something with all that belongs to it: the object's revision and time when it was announced. */
interface Cascade {
  readonly revision: number;
  readonly atMs: number;
}

const NO_CASCADE: Cascade = { revision: 0, atMs: Number.NEGATIVE_INFINITY };

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
  readonly #cascades = new LruMap<Cascade>(MAX_IDS);
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

  /**
   * The object has forgotten the jobs of these, and D1 is about to delete them all: what is submitted now would stay for ever.
   * A sequence may be made again under its id.
   */
  addCascade(ids: readonly string[], nowMs: number): void {
    this.add(ids);
    const { revision } = this.#meta();
    // Scenarios last: those that are added first are forgotten first.
    const { scenarios = [], others = [] } = Object.groupBy(ids, (id) => (isScenario(id) ? "scenarios" : "others"));
    for (const id of [...others, ...scenarios])
      if (parseSequenceId(id) === null) this.#cascades.set(id, { revision, atMs: nowMs });
  }

  /**
   * Refuses what was read before a cascading deletion that it belongs to, or while one may be under way.
   * @param counted D1's counter has at least this revision
   */
  refusal(command: SubmitCommand, nowMs: number, counted: number): Outcome<never> | null {
    const { as_of, entity } = command;
    if (as_of === undefined) return null;
    const isGoing = (id: string) => {
      const { revision, atMs } = this.#cascades.get(id) ?? NO_CASCADE;
      return nowMs < atMs + DELETION_MS || (nowMs < atMs + LATE_MS && as_of < revision);
    };
    const mayHaveGone = as_of < Math.min(this.#floor.counter, counted);
    const owners = command.tasks.flatMap(({ owner_id }) => owner_id ?? []);
    const going = mayHaveGone ? entity.entity_id : [...idsOf(command), ...owners].find(isGoing);
    return going === undefined ? null : refuse("being_deleted", beingDeleted(going));
  }

  /** Whether something of it may have been deleted since it was read or written. */
  mayConcern(read: ReadSubmittable, nowMs: number): boolean {
    const { as_of } = read;
    const { revision, confirmed } = this.#meta();
    // D1 has confirmed nothing to the object: it may have lost its state.
    if (confirmed === 0) return true;
    if (nowMs < this.#floor.until) return true;
    if (this.#floor.until > 0) this.#floor = { counter: revision, until: 0 };
    // A counter that the object has not reached: it has lost its state.
    if (as_of < this.#floor.counter || as_of > revision) return true;
    return idsOf(read).some((id) => this.#ids.has(id));
  }
}

const idsOf = ({ entity, tasks, data_nodes }: Submittable): string[] => [
  entity.entity_id,
  ...tasks.map(({ id }) => id),
  ...data_nodes.map(({ id }) => id),
];

const isScenario = (id: string): boolean => id.startsWith("SCENARIO_");

const beingDeleted = (id: string): string =>
  `${id} is being deleted. If that deletion has failed, repeat it, or submit again five minutes after it.`;

function floorOf({ clock, revision, counted, deletions, deletionsUntil, forgetsScenario }: ObjectMeta): Floor {
  // Release 0.1.0 has worked since, and it may have announced a deletion.
  if (forgetsScenario && counted < revision) return { counter: revision, until: msOf(clock) + DELETION_MS };
  return { counter: deletions, until: deletionsUntil };
}

const msOf = (clock: ObjectMeta["clock"]): number => Math.floor(clock / MICROSECONDS_PER_MILLISECOND);
