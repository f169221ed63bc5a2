import type { Applied, Database } from "../../core/ports/outbox-database.ts";
import type { Change } from "../state/change-log.ts";
import type { Memory } from "../state/memory.ts";
import { outboxRows } from "./outbox-rows.ts";

/** Changes that are looked at, and rows that they may have, of one drain: so that a batch stays well within D1's limits. */
const CHANGES_LIMIT = 100;
const DRAIN_LIMIT = 500;

export interface OutboxDeps {
  readonly domain: string;
  readonly store: Memory;
  readonly database: Database;
  /** Called when D1 has confirmed rows, with what else must happen then. Does not throw. */
  readonly onDrained: (applied: Applied, newlyWaiting: readonly string[]) => Promise<void>;
  /** Called once for each drain that D1 did not take. The rows stay; somebody must ask again. */
  readonly onFailed: (error: unknown) => void;
}

/** Copies what has changed to D1. One drain at a time; those who ask meanwhile share the next one. */
export class Outbox {
  readonly #deps: OutboxDeps;
  #current: Promise<boolean> = Promise.resolve(true);
  #next: Promise<boolean> | null = null;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** Resolves when everything that was committed before this call is in D1 (true), or D1 did not take it (false). */
  flush(): Promise<boolean> {
    this.#next ??= this.#current.then(() => this.#start());
    return this.#next;
  }

  #start(): Promise<boolean> {
    this.#next = null;
    this.#current = this.#drain().then(
      () => true,
      (error) => {
        this.#deps.onFailed(error);
        return false;
      },
    );
    return this.#current;
  }

  async #drain(): Promise<void> {
    const { domain, store, database, onDrained } = this.#deps;
    for (;;) {
      if (store.changes.isEmpty()) return;
      const read = store.changes.read(CHANGES_LIMIT);
      const changes = atMost(DRAIN_LIMIT, read);
      const last = changes.at(-1);
      if (last === undefined) return;
      const rows = outboxRows(store, changes);
      const applied = await database.apply(domain, store.meta().revision, rows);
      store.changes.confirm(last.place);
      const newlyWaiting = rows.foreignWaits.filter((wait) => wait.waiting).map((wait) => wait.data_node_id);
      await onDrained(applied, newlyWaiting);
      // What came meanwhile is the next drain's: whoever waits for this one is not kept by it.
      if (changes.length === read.length && read.length < CHANGES_LIMIT) return;
    }
  }
}

/** As many changes as have so many rows together, and one at least. */
function atMost(limit: number, changes: readonly Change[]): readonly Change[] {
  let rows = 0;
  const end = changes.findIndex(({ entries }, index) => {
    rows += entries.length;
    return index > 0 && rows > limit;
  });
  return end === -1 ? changes : changes.slice(0, end);
}
