import type { Edit, StoredFile } from "../core/entities/edit.ts";
import type { Job } from "../core/entities/job.ts";
import type { Submission } from "../core/entities/submission.ts";
import type { Database, DataNodeStateRow, ForeignWait, OutboxRows } from "../core/outbox.ts";
import type { OutboxEntry, OutboxKind, Store } from "./store.ts";

/** Rows of one drain at the most, so that a batch stays well within D1's limits. */
const DRAIN_LIMIT = 500;

export interface OutboxDeps {
  readonly domain: string;
  readonly store: Store;
  readonly database: Database;
  /** Called when D1 has confirmed rows, with what else must happen then. Does not throw. */
  readonly onDrained: (waits: readonly ForeignWait[], newlyWaiting: readonly string[]) => Promise<void>;
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
      const entries = store.outbox(DRAIN_LIMIT);
      if (entries.length === 0) return;
      const rows = rowsOf(entries);
      const waits = await database.apply(domain, store.meta().revision, rows);
      store.confirm(entries);
      const newlyWaiting = rows.foreignWaits.filter((wait) => wait.waiting).map((wait) => wait.data_node_id);
      await onDrained(waits, newlyWaiting);
      if (entries.length < DRAIN_LIMIT) return;
    }
  }
}

function rowsOf(entries: readonly OutboxEntry[]): OutboxRows {
  const present = <T>(kind: OutboxKind) =>
    entries.flatMap((entry) => (entry.kind === kind && entry.row !== null ? [JSON.parse(entry.row) as T] : []));
  const deleted = (kind: OutboxKind) =>
    entries.flatMap((entry) => (entry.kind === kind && entry.row === null ? [entry.id] : []));
  return {
    edits: present<Edit>("edit"),
    files: present<StoredFile>("file"),
    dataNodes: present<DataNodeStateRow>("data_node"),
    jobs: present<Job>("job"),
    submissions: present<Submission>("submission"),
    deletedJobs: deleted("job"),
    deletedSubmissions: deleted("submission"),
    deletedDataNodes: deleted("data_node"),
    foreignWaits: present<{ data_node_id: string; waiting: boolean }>("foreign_wait"),
  };
}
