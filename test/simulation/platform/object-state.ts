import type {
  JobRecord,
  NodeRecord,
  OutboxEntry,
  QueuePosition,
  SubmissionRecord,
  Timer,
} from "../../../src/core/jobs/state/records.ts";
import type { SqlValue } from "../../../src/orchestrator/state/object-sql.ts";
import type { ObjectSqlite, RowChange } from "./object-sqlite.ts";

/** A job's lock on a node, or its wait for one. */
export type Position = QueuePosition & { readonly node_id: string };

type Row<T> = T & Record<string, SqlValue>;

/** What one commit has written, as far as promises speak of it. */
export interface Commit {
  /** It holds a transaction of the machine. */
  readonly isTransaction: boolean;
  /** The edits that it posts, each as JSON. */
  readonly edits: readonly string[];
  /** Records that were written or have left, by id. */
  readonly nodes: ReadonlySet<string>;
  readonly jobs: ReadonlySet<string>;
  readonly submissions: ReadonlySet<string>;
  /** Jobs, locks, waits or timers are among it. */
  readonly hasQueues: boolean;
}

const QUEUES: readonly string[] = ["jobs", "locks", "waits", "timers"];

/** What an object has committed, read from its SQLite: what its next life will find. */
export class ObjectState {
  readonly #sql: ObjectSqlite;

  constructor(sql: ObjectSqlite) {
    this.#sql = sql;
  }

  committed(changes: readonly RowChange[]): Commit {
    const idsOf = (table: string) =>
      new Set(changes.flatMap((change) => (change.table === table ? [String(change.bindings[0])] : [])));
    return {
      isTransaction: changes.some(({ table }) => table === "meta"),
      edits: changes.flatMap(postedEdits),
      nodes: idsOf("nodes"),
      jobs: idsOf("jobs"),
      submissions: idsOf("submissions"),
      hasQueues: changes.some(({ table }) => QUEUES.includes(table)),
    };
  }

  clock(): number {
    return Number(this.#sql.all<{ clock: number }>("SELECT clock FROM meta")[0]?.clock);
  }

  node(id: string): NodeRecord | null {
    return this.#one<NodeRecord>("SELECT node AS document FROM nodes WHERE id = ?", id);
  }

  job(id: string): JobRecord | null {
    return this.#one<JobRecord>("SELECT job AS document FROM jobs WHERE id = ?", id);
  }

  submission(id: string): SubmissionRecord | null {
    return this.#one<SubmissionRecord>("SELECT submission AS document FROM submissions WHERE id = ?", id);
  }

  locks(): readonly Position[] {
    return this.#sql.all<Row<Position>>("SELECT node_id, position, job_id FROM locks");
  }

  waits(): readonly Position[] {
    return this.#sql.all<Row<Position>>("SELECT node_id, position, job_id FROM waits");
  }

  timers(): readonly Timer[] {
    return this.#sql.all<Row<Timer>>("SELECT kind, id, due FROM timers");
  }

  /** When the first timer is due; null = none is set. */
  nextDue(): number | null {
    return this.timers().reduce<number | null>((first, { due }) => Math.min(first ?? due, due), null);
  }

  /** Whether changes are there that D1 may lack. */
  hasUnconfirmed(): boolean {
    return this.#sql.all("SELECT 1 FROM changes LIMIT 1").length > 0;
  }

  /** Rows of a table that only one kind of object has. */
  rows<T>(table: "slots"): readonly T[] {
    return this.#sql.all<Row<T>>(`SELECT * FROM ${table}`);
  }

  #one<T>(query: string, id: string): T | null {
    const [row] = this.#sql.all<{ document: string }>(query, id);
    return row === undefined ? null : (JSON.parse(row.document) as T);
  }
}

function postedEdits({ table, bindings }: RowChange): string[] {
  const [, , entries] = bindings;
  if (table !== "changes" || typeof entries !== "string") return [];
  return (JSON.parse(entries) as OutboxEntry[]).flatMap(([kind, , row]) =>
    kind === "edit" ? [JSON.stringify(row)] : [],
  );
}
