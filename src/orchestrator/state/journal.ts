import type { Document, Documents } from "../../core/jobs/state/documents.ts";
import type { Changes, TimerChange } from "../../core/jobs/state/jobs-state.ts";
import { NO_COUNTERS, type ObjectMeta, type OutboxEntry } from "../../core/jobs/state/records.ts";
import { LISTS } from "./changes.ts";
import type { Sql } from "./object-sql.ts";
import { firstPlace, type OutboxPart, outboxParts, piecesOf } from "./parts.ts";
import type { StoredChanges } from "./store.ts";

/** What one row of the journal has changed. */
export interface JournalRow {
  readonly place: number;
  readonly changes: StoredChanges;
  readonly outbox: OutboxPart;
}

interface RowNote {
  readonly place: number;
  readonly size: number;
  /** Timers only, as those of a job that goes on, or what the object has as a whole: D1 gets nothing of it. */
  readonly isBookkeeping: boolean;
}

/** Each item is a record's document, or as it is. */
type List = (typeof LISTS)[number];

/** Lists that are empty are missing. */
type Written = Partial<Readonly<Record<List, readonly unknown[]>>> & { readonly meta: ObjectMeta };

// docs/decisions/064-objects-hold-what-is-in-flight.md
/**
 * The transactions whose changes are not in the tables: a row each, or several parts of a large one. `state` has the changes of
 * the object's records as JSON, `entries` what D1 must get.
 */
export class Journal {
  readonly #sql: Sql;
  readonly #documents: Documents;
  /** The rows that are there, oldest first. */
  #rows: RowNote[] = [];
  #size = 0;

  constructor(sql: Sql, documents: Documents) {
    this.#sql = sql;
    this.#documents = documents;
  }

  /** All rows, in order. */
  read(): JournalRow[] {
    const rows = this.#sql.all<{ place: number; revision: number; state: string; entries: string }>(
      "SELECT place, revision, state, entries FROM journal ORDER BY place",
    );
    const read = rows.map(({ place, revision, state, entries }) => ({
      place,
      size: state.length + entries.length,
      changes: decodeState(this.#documents, state),
      outbox: { change: { sequence: place, revision, entries: JSON.parse(entries) as OutboxEntry[] }, json: entries },
    }));
    this.#keep(
      read.map(({ place, size, changes, outbox }) => {
        return { place, size, isBookkeeping: isBookkeeping(changes, outbox.change.entries) };
      }),
    );
    return read;
  }

  /** @returns the place of its last row, and what it has for D1 */
  append(changes: Omit<Changes, "queues">): { readonly place: number; readonly outbox: readonly OutboxPart[] } {
    const { revision } = changes.meta;
    const states = this.#states(changes);
    const outbox = outboxParts(revision, changes.outbox);
    const first = firstPlace(revision);
    const count = Math.max(states.length, outbox.length);
    for (let index = 0; index < count; index += 1) {
      const state = states[index] ?? this.#state(changes.meta, []);
      const entries = outbox[index]?.json ?? "[]";
      this.#insert(first + index, revision, state, entries, isBookkeeping(changes, changes.outbox));
    }
    return { place: first + count - 1, outbox };
  }

  /** A row that changes only the object as a whole; there are other rows. */
  note(meta: ObjectMeta): void {
    const last = this.#rows.at(-1)?.place ?? firstPlace(meta.revision);
    this.#insert(last + 1, meta.revision, this.#state(meta, []), "[]", true);
  }

  removeUpTo(place: number): void {
    this.#sql.run("DELETE FROM journal WHERE place <= ?", place);
    this.#keep(this.#rows.filter((row) => row.place > place));
  }

  get rows(): readonly RowNote[] {
    return this.#rows;
  }

  /** Whether a row has more than bookkeeping. */
  get hasRecords(): boolean {
    return this.#rows.some((row) => !row.isBookkeeping);
  }

  /** Of all rows, in characters. */
  get size(): number {
    return this.#size;
  }

  #insert(place: number, revision: number, state: string, entries: string, isBookkeeping: boolean): void {
    const columns = "place, revision, state, entries";
    this.#sql.run(`INSERT INTO journal (${columns}) VALUES (?, ?, ?, ?)`, place, revision, state, entries);
    const row = { place, size: state.length + entries.length, isBookkeeping };
    this.#rows.push(row);
    this.#size += row.size;
  }

  #keep(rows: RowNote[]): void {
    this.#rows = rows;
    this.#size = rows.reduce((sum, row) => sum + row.size, 0);
  }

  #states(changes: Omit<Changes, "queues">): string[] {
    const items = LISTS.flatMap((list) =>
      this.#texts(changes, list).map((text): readonly [List, string] => [list, text]),
    );
    const parts = [...piecesOf(items, ([, text]) => text)].map((piece) => this.#state(changes.meta, piece.items));
    return parts.length === 0 ? [this.#state(changes.meta, [])] : parts;
  }

  #state(meta: ObjectMeta, items: readonly (readonly [List, string])[]): string {
    const lists = [...Map.groupBy(items, ([list]) => list)].map(
      ([list, texts]) => `,"${list}":[${texts.map(([, text]) => text).join(",")}]`,
    );
    return `{"meta":${JSON.stringify(meta)}${lists.join("")}}`;
  }

  #texts(changes: Omit<Changes, "queues">, list: List): string[] {
    const { node, job, submission } = this.#documents;
    if (list === "nodes") return changes.nodes.map(node.encode);
    if (list === "jobs") return changes.jobs.map(job.encode);
    if (list === "submissions") return changes.submissions.map(submission.encode);
    return changes[list].map((item) => JSON.stringify(item));
  }
}

const isBookkeeping = (changes: Pick<Changes, List>, entries: readonly OutboxEntry[]): boolean =>
  entries.length === 0 && LISTS.every((list) => list === "timers" || changes[list].length === 0);

/** What a row has changed. */
function decodeState(documents: Documents, state: string): StoredChanges {
  const written = JSON.parse(state) as Written;
  const plain = <T>(list: List) => (written[list] ?? []) as readonly T[];
  const { node, job, submission } = documents;
  return {
    meta: { ...NO_COUNTERS, ...written.meta },
    nodes: plain<Document>("nodes").map(node.read),
    jobs: plain<Document>("jobs").map(job.read),
    submissions: plain<Document>("submissions").map(submission.read),
    deletedNodes: plain("deletedNodes"),
    deletedJobs: plain("deletedJobs"),
    deletedSubmissions: plain("deletedSubmissions"),
    locked: plain("locked"),
    unlocked: plain("unlocked"),
    waiting: plain("waiting"),
    waitedFor: plain("waitedFor"),
    timers: plain<TimerChange>("timers"),
  };
}
