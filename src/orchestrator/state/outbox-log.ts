import type { OutboxEntry } from "../../core/jobs/state/records.ts";
import type { Sql } from "./object-sql.ts";
import { type OutboxChange, type OutboxPart, outboxParts, revisionAt } from "./parts.ts";

export type { OutboxChange } from "./parts.ts";

/** Changes beyond this, in characters of JSON, are not kept in memory: they are read when they are sent. */
const CAPACITY = 1_000_000;

// docs/decisions/008-bookkeeping-rides-with-the-next-transaction.md
/**
 * What the object has changed and D1 has not confirmed: the journal's entries, and before them those of the table `changes`,
 * whose columns `place` are the sequence. The log is kept in memory, too; the tables are read only after the object was
 * evicted, and when it is too much for the memory.
 */
export class OutboxLog {
  readonly #sql: Sql;
  /** D1 has the changes up to this one; their rows may still be there. */
  #confirmed = 0;
  /** D1's counter of the domain has reached this revision: D1 has all changes up to it. */
  #counted = 0;
  /** Changes that D1 has confirmed and not counted yet. */
  #uncounted: readonly OutboxChange[] = [];
  /** The same of those that memory did not have; 0 = there are none. */
  #uncountedTo = 0;
  /** All changes that D1 has not confirmed; null = not known. */
  #unconfirmed: OutboxChange[] | null = null;
  /** Of these, in characters of JSON. */
  #size = 0;
  /** Whether the table `changes` may have rows. */
  #hasRows = true;
  /** The table's rows up to this one are gone. */
  #removed = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /**
   * The object wakes up, or memory may be wrong.
   * @param journal all changes that are in the journal
   * @param counted D1 has all changes up to this revision
   */
  begin(journal: readonly OutboxPart[], counted: number): void {
    this.#removed = 0;
    this.#hasRows = this.#sql.all("SELECT 1 FROM changes LIMIT 1").length > 0;
    const confirmed = journal.findLast(({ change }) => change.revision <= counted)?.change.sequence ?? 0;
    this.#confirmed = Math.max(this.#confirmed, confirmed);
    this.counted(counted);
    this.#keep(this.#hasRows ? null : []);
    this.note(journal.filter(({ change }) => change.sequence > this.#confirmed && change.entries.length > 0));
  }

  /** The log in memory may be wrong: it is read from the tables until the object's state is read again. */
  forget(): void {
    this.#keep(null);
    this.#hasRows = true;
    this.#removed = 0;
  }

  /** Inside a transaction whose changes go to the tables. */
  post(revision: number, entries: readonly OutboxEntry[]): void {
    const parts = outboxParts(revision, entries);
    for (const { change, json } of parts) {
      this.#sql.run("INSERT INTO changes (place, revision, entries) VALUES (?, ?, ?)", change.sequence, revision, json);
    }
    if (parts.length > 0) this.#hasRows = true;
    this.note(parts);
  }

  /** Changes whose rows are written already. */
  note(parts: readonly OutboxPart[]): void {
    if (this.#unconfirmed === null) return;
    for (const { change, json } of parts) {
      this.#unconfirmed.push(change);
      this.#size += json.length;
    }
    if (this.#size > CAPACITY) this.#unconfirmed = null;
  }

  /** The oldest changes that D1 has not confirmed. */
  read(limit: number): readonly OutboxChange[] {
    if (this.#unconfirmed !== null) return this.#unconfirmed.slice(0, limit);
    return this.#sql
      .all<{ place: number; revision: number; entries: string }>(
        `SELECT place, revision, entries FROM changes WHERE place > ?1
         UNION ALL SELECT place, revision, entries FROM journal WHERE place > ?1 AND entries <> '[]'
         ORDER BY place LIMIT ?2`,
        this.#confirmed,
        limit,
      )
      .map(({ place, revision, entries }) => ({
        sequence: place,
        revision,
        entries: JSON.parse(entries) as OutboxEntry[],
      }));
  }

  isEmpty(): boolean {
    if (this.#unconfirmed !== null) return this.#unconfirmed.length === 0;
    const isEmpty = this.read(1).length === 0;
    if (isEmpty) this.#keep([]);
    return isEmpty;
  }

  /** D1 has the changes up to one. Their rows go with a later transaction: a commit of their own would cost as much as a job's. */
  confirm(sequence: number): void {
    this.#confirmed = Math.max(this.#confirmed, sequence);
    if (this.#unconfirmed === null) {
      if (revisionAt(sequence) > this.#counted) this.#uncountedTo = revisionAt(sequence);
      return;
    }
    const confirmed = this.#unconfirmed.filter((change) => change.sequence <= sequence);
    this.#uncounted = [...this.#uncounted, ...confirmed].filter(({ revision }) => revision > this.#counted);
    this.#keep(this.#unconfirmed.filter((change) => change.sequence > sequence));
  }

  /** D1's counter of the domain is at this revision: what is read of D1 from now on shows all changes up to it. */
  counted(revision: number): void {
    this.#counted = Math.max(this.#counted, revision);
    this.#uncounted = this.#uncounted.filter((change) => change.revision > this.#counted);
    if (this.#uncountedTo <= this.#counted) this.#uncountedTo = 0;
  }

  get countedRevision(): number {
    return this.#counted;
  }

  /** D1 has all changes up to this place. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** Whether rows that D1 has are still in the table. */
  hasConfirmed(): boolean {
    return this.#hasRows && this.#confirmed > this.#removed;
  }

  /** Inside a transaction. Should it be undone, D1 gets these changes once more, which changes nothing there. */
  removeConfirmed(): void {
    if (!this.hasConfirmed()) return;
    this.#sql.run("DELETE FROM changes WHERE place <= ?", this.#confirmed);
    this.#removed = this.#confirmed;
    // All that is left is in memory.
    this.#hasRows = this.#unconfirmed === null || this.#unconfirmed.length > 0;
  }

  /** Inside a transaction: the journal's rows up to a place are about to leave, and D1 does not have them all. */
  moveFromJournal(place: number): void {
    if (place <= this.#confirmed || this.isEmpty()) return;
    this.#sql.run(
      `INSERT INTO changes (place, revision, entries) SELECT place, revision, entries FROM journal
       WHERE place > ? AND place <= ? AND entries <> '[]'`,
      this.#confirmed,
      place,
    );
    this.#hasRows = true;
    this.#removed = 0;
  }

  /** Entities of changes that D1 has not confirmed or not counted, as `kind id`; null = they are too many to know. */
  unconfirmedEntities(): ReadonlySet<string> | null {
    if ((!this.isEmpty() && this.#unconfirmed === null) || this.#uncountedTo > 0) return null;
    const changes = [...(this.#unconfirmed ?? []), ...this.#uncounted];
    return new Set(changes.flatMap(({ entries }) => entries.map(entityOf)));
  }

  #keep(changes: OutboxChange[] | null): void {
    this.#unconfirmed = changes;
    if (changes === null || changes.length === 0) this.#size = 0;
  }
}

/** An edit belongs to its data node. */
const entityOf = ([kind, id]: OutboxEntry): string =>
  kind === "edit" ? `data_node ${id.slice(0, id.lastIndexOf("#"))}` : `${kind} ${id}`;
