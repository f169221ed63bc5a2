import { partsOf } from "./change-parts.ts";
import type { Sql } from "./sql.ts";

export type OutboxKind = "edit" | "file" | "data_node" | "job" | "submission" | "foreign_wait";

/** Something that D1 has to hear of: edits and files as they are, of all else only the id. */
export type OutboxEntry = readonly [kind: OutboxKind, id: string, row: object | null];

/** What one transaction (or a part of a large one) has changed. */
export interface Change {
  /** In the order of the transactions and of their parts. */
  readonly place: number;
  readonly revision: number;
  readonly entries: readonly OutboxEntry[];
}

/** Changes beyond this, in characters of JSON, are not kept in memory: they are read when they are sent. */
const CAPACITY = 1_000_000;

/**
 * What the object has changed and D1 has not confirmed. It is kept in memory, too, so that it is read only by an object
 * that has died with it.
 */
export class ChangeLog {
  readonly #sql: Sql;
  /** D1 has the changes up to this place; their rows are still there. */
  #confirmed = 0;
  /** All changes that D1 has not confirmed; null = not known. */
  #unconfirmed: Change[] | null = null;
  #size = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** A new object has changed nothing yet. */
  beginEmpty(): void {
    this.#keep([]);
  }

  /** What is in memory may be wrong. */
  forget(): void {
    this.#unconfirmed = null;
  }

  /** Inside a transaction. */
  post(revision: number, entries: readonly OutboxEntry[]): void {
    for (const { change, json } of partsOf(revision, entries)) {
      this.#sql.run("INSERT INTO changes VALUES (?, ?, ?)", change.place, revision, json);
      this.#size += json.length;
      this.#unconfirmed?.push(change);
    }
    if (this.#size > CAPACITY) this.#unconfirmed = null;
  }

  /** The oldest changes that D1 has not confirmed. */
  read(limit: number): readonly Change[] {
    if (this.#unconfirmed !== null) return this.#unconfirmed.slice(0, limit);
    return this.#sql
      .all<{ place: number; revision: number; entries: string }>(
        "SELECT place, revision, entries FROM changes WHERE place > ? ORDER BY place LIMIT ?",
        this.#confirmed,
        limit,
      )
      .map((row) => ({ ...row, entries: JSON.parse(row.entries) as OutboxEntry[] }));
  }

  isEmpty(): boolean {
    if (this.#unconfirmed !== null) return this.#unconfirmed.length === 0;
    const isEmpty = this.#sql.all("SELECT 1 FROM changes WHERE place > ? LIMIT 1", this.#confirmed).length === 0;
    if (isEmpty) this.#keep([]);
    return isEmpty;
  }

  /** D1 has the changes up to a place. Their rows go with the next transaction: a commit of their own would cost as much as a job's. */
  confirm(place: number): void {
    this.#confirmed = place;
    if (this.#unconfirmed !== null) this.#keep(this.#unconfirmed.filter((change) => change.place > place));
  }

  /** Inside a transaction. Should it be undone, D1 gets these changes once more, which changes nothing there. */
  removeConfirmed(): void {
    if (this.#confirmed === 0) return;
    this.#sql.run("DELETE FROM changes WHERE place <= ?", this.#confirmed);
    this.#confirmed = 0;
  }

  #keep(changes: Change[]): void {
    this.#unconfirmed = changes;
    if (changes.length === 0) this.#size = 0;
  }
}
