import type { Applied, Database } from "../../core/ports/outbox-database.ts";
import type { CachedStore } from "../state/cached-store.ts";
import type { OutboxChange } from "../state/outbox-log.ts";
import { outboxRows } from "./outbox-rows.ts";

/** Changes, and rows of them, that one drain takes: so that a batch stays well within D1's limits. */
const CHANGES_LIMIT = 100;
const DRAIN_LIMIT = 500;

export interface OutboxDeps {
  readonly domain: string;
  readonly store: CachedStore;
  readonly database: Database;
  /** Called when D1 has confirmed rows. Does not throw. */
  readonly onDrained: (applied: Applied, newlyWaiting: readonly string[]) => Promise<void>;
  /** Called once for each drain that D1 did not take. The rows stay; the callee plans the next drain. */
  readonly onFailed: (error: unknown) => void;
}

/** Copies what has changed to D1. One drain at a time; calls during a drain share the next one. */
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
      if (store.outbox.isEmpty()) return;
      const read = store.outbox.read(CHANGES_LIMIT);
      const changes = atMost(DRAIN_LIMIT, read);
      const last = changes.at(-1);
      if (last === undefined) return;
      const rows = outboxRows(store, changes);
      const applied = await database.apply(domain, store.meta().revision, rows);
      store.outbox.confirm(last.sequence);
      const newlyWaiting = rows.foreignWaits.filter((wait) => wait.waiting).map((wait) => wait.data_node_id);
      await onDrained(applied, newlyWaiting);
      // Changes committed during this drain belong to the next one, so the calls that wait for this one are not delayed.
      if (changes.length === read.length && read.length < CHANGES_LIMIT) return;
    }
  }
}

/** As many changes as have so many rows together, and one at least. */
function atMost(limit: number, changes: readonly OutboxChange[]): readonly OutboxChange[] {
  let rows = 0;
  const end = changes.findIndex(({ entries }, index) => {
    rows += entries.length;
    return index > 0 && rows > limit;
  });
  return end === -1 ? changes : changes.slice(0, end);
}
