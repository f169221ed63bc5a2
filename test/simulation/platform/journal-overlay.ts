import type { Changes, NodePosition, TimerChange } from "../../../src/core/jobs/state/jobs-state.ts";
import type { ObjectMeta, OutboxEntry, Timer } from "../../../src/core/jobs/state/records.ts";
import type { RowChange } from "./object-sqlite.ts";

/** The members of one row of the journal; lists that are empty are missing. */
type Written = Partial<Omit<Changes, "meta" | "queues" | "outbox">> & { readonly meta: ObjectMeta };

type Records = Record<"nodes" | "jobs" | "submissions", Map<string, unknown>>;

/** A transaction, or a part of a large one. */
export interface Transaction {
  readonly entries: readonly OutboxEntry[];
  readonly touched: Readonly<Record<keyof Records, readonly string[]>>;
  readonly hasQueues: boolean;
}

interface JournalRow {
  readonly place: number;
  readonly revision: number;
  readonly written: Written;
  readonly entries: readonly OutboxEntry[];
}

export const positionKey = ({ node_id, position }: Pick<NodePosition, "node_id" | "position">): string =>
  `${position} ${node_id}`;
export const timerKey = ({ kind, id }: Pick<Timer, "kind" | "id">): string => `${kind} ${id}`;

/** Rows of a table with later ones on top. */
export function overlaid<T>(rows: readonly T[], later: ReadonlyMap<string, T | null>, keyOf: (row: T) => string): T[] {
  if (later.size === 0) return [...rows];
  const all = new Map<string, T | null>(rows.map((row) => [keyOf(row), row]));
  for (const [key, row] of later) all.set(key, row);
  return [...all.values()].filter((row) => row !== null);
}

/** What the rows of an object's journal change of its tables: by key the newest row, null = there is none any more. */
export class JournalOverlay {
  #rows: JournalRow[] = [];
  readonly records: Records = { nodes: new Map(), jobs: new Map(), submissions: new Map() };
  readonly locks = new Map<string, NodePosition | null>();
  readonly waits = new Map<string, NodePosition | null>();
  readonly timers = new Map<string, Timer | null>();

  /** @returns what a commit has added, and what it has removed: that is in the tables, or nowhere */
  committed(changes: readonly RowChange[]): readonly Transaction[] {
    const transactions: Transaction[] = [];
    for (const { table, bindings } of changes) {
      if (table !== "journal") continue;
      const [place, revision, state, entries] = bindings;
      if (typeof state === "string") {
        const row = rowOf(Number(place), Number(revision), state, String(entries));
        this.#rows.push(row);
        this.#apply(row);
        transactions.push(transactionOf(row));
      } else {
        for (const row of this.#removeUpTo(Number(place))) transactions.push({ ...transactionOf(row), entries: [] });
      }
    }
    return transactions;
  }

  /** null = the tables have it. */
  get meta(): ObjectMeta | null {
    return this.#rows.at(-1)?.written.meta ?? null;
  }

  hasEntriesAfter(revision: number): boolean {
    return this.#rows.some((row) => row.revision > revision && row.entries.length > 0);
  }

  #removeUpTo(place: number): readonly JournalRow[] {
    const removed = this.#rows.filter((row) => row.place <= place);
    this.#rows = this.#rows.filter((row) => row.place > place);
    for (const map of [...Object.values(this.records), this.locks, this.waits, this.timers]) map.clear();
    for (const row of this.#rows) this.#apply(row);
    return removed;
  }

  #apply({ written }: JournalRow): void {
    const { nodes, jobs, submissions } = this.records;
    for (const id of written.deletedNodes ?? []) nodes.set(id, null);
    for (const id of written.deletedJobs ?? []) jobs.set(id, null);
    for (const id of written.deletedSubmissions ?? []) submissions.set(id, null);
    for (const record of written.nodes ?? []) nodes.set(record.node.id, record);
    for (const record of written.jobs ?? []) jobs.set(record.job.id, record);
    for (const record of written.submissions ?? []) submissions.set(record.submission.id, record);
    for (const row of written.locked ?? []) this.locks.set(positionKey(row), row);
    for (const row of written.unlocked ?? []) this.locks.set(positionKey(row), null);
    for (const row of written.waiting ?? []) this.waits.set(positionKey(row), row);
    for (const row of written.waitedFor ?? []) this.waits.set(positionKey(row), null);
    for (const timer of written.timers ?? []) this.timers.set(timerKey(timer), set(timer));
  }
}

const QUEUES = ["jobs", "locked", "unlocked", "waiting", "waitedFor", "timers"] as const;

const transactionOf = ({ written, entries }: JournalRow): Transaction => ({
  entries,
  touched: {
    nodes: [...(written.nodes ?? []).map(({ node }) => node.id), ...(written.deletedNodes ?? [])],
    jobs: [...(written.jobs ?? []).map(({ job }) => job.id), ...(written.deletedJobs ?? [])],
    submissions: [
      ...(written.submissions ?? []).map(({ submission }) => submission.id),
      ...(written.deletedSubmissions ?? []),
    ],
  },
  hasQueues: QUEUES.some((list) => (written[list] ?? []).length > 0),
});

const set = ({ kind, id, due }: TimerChange): Timer | null => (due === null ? null : { kind, id, due });

const rowOf = (place: number, revision: number, state: string, entries: string): JournalRow => ({
  place,
  revision,
  written: JSON.parse(state) as Written,
  entries: JSON.parse(entries) as OutboxEntry[],
});
