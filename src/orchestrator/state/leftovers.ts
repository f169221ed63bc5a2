import { isJobAtRest, isNodeAtRest, isSubmissionAtRest, type RestView } from "../../core/jobs/state/at-rest.ts";
import type { HeldKind } from "../../core/ports/repair/held.ts";
import type { ObjectMemory } from "./memory/object-memory.ts";
import type { Store } from "./store.ts";

/** Rows that one step reads at most. */
const STEP = 200;

/** Jobs leave before their submission. */
const ORDER = ["job", "submission", "data_node"] as const;
const START = { kind: ORDER[0], after: "" } as const;

const TABLES = { submission: "submissions", job: "jobs", data_node: "nodes" } as const;

// docs/decisions/064-objects-hold-what-is-in-flight.md
/**
 * Records at rest in the tables: release 0.1.0 kept all that it had ever run, and what has gone to the tables in flight ends
 * there. They leave in steps, so that an object with many of them reads a part only.
 */
export class Leftovers {
  readonly #tables: Store;
  /** Where the next step begins; null = all were read. */
  #next: { readonly kind: HeldKind; readonly after: string } | null = START;
  #upTo = 0;

  constructor(tables: Store) {
    this.#tables = tables;
  }

  /** @param upTo no record in the tables is newer, unless the outbox knows that D1 lacks it */
  begin(upTo: number): void {
    this.#next = START;
    this.#upTo = upTo;
  }

  /** The tables are read once more, from their beginning. */
  beginAgain(): void {
    this.#next = START;
  }

  /** Records leave only when D1's counter has reached this: what was read of D1 before they left is known to be older then. */
  get upTo(): number {
    return this.#upTo;
  }

  /** Whether the next step is the first one. */
  get isAtStart(): boolean {
    return this.#next === START;
  }

  /** Whether a step may find some. */
  get isDue(): boolean {
    return this.#next !== null;
  }

  /**
   * Inside a transaction: removes those of the next step.
   * @returns whether there were any, and the highest edit number of the data nodes among them
   */
  remove(memory: ObjectMemory, view: RestView): { readonly hasRemoved: boolean; readonly highestEdit: number } {
    let hasRemoved = false;
    let highestEdit = 0;
    for (let room = STEP; this.#next !== null && room > 0; ) {
      const { kind, after } = this.#next;
      const ids = this.#tables.heldIds(kind, after, room);
      const atRest = ids.filter((id) => !memory.isInJournal(kind, id) && this.#isAtRest(memory, view, kind, id));
      if (kind === "data_node") highestEdit = Math.max(highestEdit, this.#highestEdit(memory, atRest));
      this.#tables.remove(TABLES[kind], atRest);
      memory.haveLeft(kind, atRest);
      hasRemoved ||= atRest.length > 0;
      const following = ORDER[ORDER.indexOf(kind) + 1];
      if (ids.length === room) this.#next = { kind, after: ids.at(-1) ?? after };
      else this.#next = following === undefined ? null : { kind: following, after: "" };
      room -= ids.length;
    }
    return { hasRemoved, highestEdit };
  }

  #highestEdit(memory: ObjectMemory, ids: readonly string[]): number {
    const numbers = ids.map((id) => (memory.nodes.get(id) ?? this.#tables.node(id))?.node.edit_number ?? 0);
    return numbers.reduce((most, number) => Math.max(most, number), 0);
  }

  /** What memory does not have is read for this only. */
  #isAtRest(memory: ObjectMemory, view: RestView, kind: HeldKind, id: string): boolean {
    if (kind === "data_node") {
      const record = memory.nodes.get(id) ?? this.#tables.node(id);
      return record !== null && isNodeAtRest(view, record);
    }
    if (kind === "job") {
      const record = memory.jobs.get(id) ?? this.#tables.job(id);
      return record !== null && isJobAtRest(view, record);
    }
    const record = memory.submissions.get(id) ?? this.#tables.submission(id);
    return record !== null && isSubmissionAtRest(view, record);
  }
}
