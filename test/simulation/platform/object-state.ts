import type {
  JobRecord,
  NodeRecord,
  OutboxEntry,
  QueuePosition,
  SubmissionRecord,
  Timer,
} from "../../../src/core/jobs/state/records.ts";
import type { SqlValue } from "../../../src/orchestrator/state/object-sql.ts";
import { JournalOverlay, overlaid, positionKey, timerKey } from "./journal-overlay.ts";
import type { ObjectSqlite, RowChange } from "./object-sqlite.ts";

/** A job's lock on a node, or its wait for one. */
export type Position = QueuePosition & { readonly node_id: string };

type Row<T> = T & Record<string, SqlValue>;

/** What one commit has written, as far as promises speak of it. */
export interface Commit {
  /** It holds a transaction of the machine. */
  readonly isTransaction: boolean;
  /** Records whose deletion it posts. Others that leave are in D1. */
  readonly deleted: ReadonlySet<string>;
  /** The edits that it posts, each as JSON. */
  readonly edits: readonly string[];
  /** Records that were written or have left, by id. */
  readonly nodes: ReadonlySet<string>;
  readonly jobs: ReadonlySet<string>;
  readonly submissions: ReadonlySet<string>;
  /** Jobs, locks, waits or timers are among it. */
  readonly hasQueues: boolean;
  /** Rows of slots are. */
  readonly hasSlots: boolean;
}

interface Meta {
  readonly clock: number;
  readonly revision: number;
  readonly confirmed: number;
}

const QUEUES: readonly string[] = ["jobs", "locks", "waits", "timers"];

/**
 * What an object has committed, read from its SQLite as its next life will read it: the tables, and the transactions in the
 * journal on top of them.
 */
export class ObjectState {
  readonly #sql: ObjectSqlite;
  readonly #journal = new JournalOverlay();
  #revision = 0;

  constructor(sql: ObjectSqlite) {
    this.#sql = sql;
  }

  committed(changes: readonly RowChange[]): Commit {
    const transactions = this.#journal.committed(changes);
    const idsOf = (table: "nodes" | "jobs" | "submissions") =>
      new Set([
        ...changes.flatMap((change) => (change.table === table ? idsIn(change) : [])),
        ...transactions.flatMap((transaction) => transaction.touched[table]),
      ]);
    const entries = [...changes.flatMap(posted), ...transactions.flatMap((transaction) => transaction.entries)];
    const { revision } = this.#meta();
    const isTransaction = revision > this.#revision;
    this.#revision = revision;
    return {
      isTransaction,
      deleted: new Set(entries.flatMap(([, id, mark]) => (mark === "deleted" || mark === null ? [id] : []))),
      edits: entries.flatMap(([kind, , row]) => (kind === "edit" ? [JSON.stringify(row)] : [])),
      nodes: idsOf("nodes"),
      jobs: idsOf("jobs"),
      submissions: idsOf("submissions"),
      hasQueues: transactions.some(({ hasQueues }) => hasQueues) || changes.some(({ table }) => QUEUES.includes(table)),
      hasSlots: changes.some(({ table }) => table === "slots"),
    };
  }

  clock(): number {
    return this.#meta().clock;
  }

  node(id: string): NodeRecord | null {
    return this.#one("nodes", "node", id);
  }

  job(id: string): JobRecord | null {
    return this.#one("jobs", "job", id);
  }

  submission(id: string): SubmissionRecord | null {
    return this.#one("submissions", "submission", id);
  }

  locks(): readonly Position[] {
    return this.#positions("locks");
  }

  waits(): readonly Position[] {
    return this.#positions("waits");
  }

  timers(): readonly Timer[] {
    return overlaid(this.#sql.all<Row<Timer>>("SELECT kind, id, due FROM timers"), this.#journal.timers, timerKey);
  }

  /** When the first timer is due; null = none is set. */
  nextDue(): number | null {
    return this.timers().reduce<number | null>((first, { due }) => Math.min(first ?? due, due), null);
  }

  /** Whether changes are there that D1 may lack. */
  hasUnconfirmed(): boolean {
    return (
      this.#sql.all("SELECT 1 FROM changes LIMIT 1").length > 0 || this.#journal.hasEntriesAfter(this.#meta().confirmed)
    );
  }

  /** Rows of a table that only one kind of object has. */
  rows<T>(table: "slots"): readonly T[] {
    return this.#sql.all<Row<T>>(`SELECT * FROM ${table}`);
  }

  /** Every row of every table, as JSON. */
  texts(): readonly { readonly table: string; readonly text: string }[] {
    const tables = this.#sql.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'");
    return tables.flatMap(({ name }) =>
      this.#sql.all(`SELECT * FROM ${name}`).map((row) => ({ table: name, text: JSON.stringify(row) })),
    );
  }

  #meta(): Meta {
    const { meta } = this.#journal;
    if (meta !== null) return meta;
    // Release 0.1.0 has no column `counters`.
    const [row] = this.#sql.all<{ clock: number; revision: number; counters?: string }>("SELECT * FROM meta");
    const { confirmed = 0 } = JSON.parse(row?.counters ?? "{}") as Partial<Meta>;
    return { clock: row?.clock ?? -1, revision: row?.revision ?? 0, confirmed };
  }

  #one<T>(table: "nodes" | "jobs" | "submissions", column: string, id: string): T | null {
    const written = this.#journal.records[table].get(id);
    if (written !== undefined) return written as T | null;
    const [row] = this.#sql.all<{ document: string }>(`SELECT ${column} AS document FROM ${table} WHERE id = ?`, id);
    return row === undefined ? null : (JSON.parse(row.document) as T);
  }

  #positions(table: "locks" | "waits"): readonly Position[] {
    const rows = this.#sql.all<Row<Position>>(`SELECT node_id, position, job_id FROM ${table}`);
    return overlaid(rows, this.#journal[table], positionKey);
  }
}

/** A statement that deletes several has their ids as JSON. */
function idsIn({ bindings: [first] }: RowChange): readonly string[] {
  const text = String(first);
  return text.startsWith("[") ? (JSON.parse(text) as string[]) : [text];
}

function posted({ table, bindings }: RowChange): readonly OutboxEntry[] {
  const [, , entries] = bindings;
  return table === "changes" && typeof entries === "string" ? (JSON.parse(entries) as OutboxEntry[]) : [];
}
