import type { OutboxEntry } from "../../core/jobs/state/records.ts";
import type { Sql } from "./object-sql.ts";

/** What one transaction (or a part of a large one) has changed. */
export interface OutboxChange {
  /** In the order of the transactions and of their parts. */
  readonly sequence: number;
  readonly revision: number;
  readonly entries: readonly OutboxEntry[];
}

/** Changes beyond this, in characters of JSON, are not kept in memory: they are read when they are sent. */
const CAPACITY = 1_000_000;

/** Entries, and characters, of one row. */
const PART_ENTRIES = 100;
const PART_CHARACTERS = 200_000;

/** More than one transaction can have: the parts of a revision come before those of the next. */
const PARTS_OF_A_REVISION = 100_000;

// docs/decisions/008-bookkeeping-rides-with-the-next-transaction.md
/**
 * What the object has changed and D1 has not confirmed: the table `changes`, whose column `place` is the sequence. The log is
 * kept in memory, too; the table is read only after the object was evicted.
 */
export class OutboxLog {
  readonly #sql: Sql;
  /** D1 has the changes up to this one; their rows are still there. */
  #confirmed = 0;
  /** All changes that D1 has not confirmed; null = not known. */
  #unconfirmed: OutboxChange[] | null = null;
  #size = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** A new object has changed nothing yet. */
  beginEmpty(): void {
    this.#keep([]);
  }

  /** The log in memory may be wrong: it is read again. */
  forget(): void {
    this.#unconfirmed = null;
  }

  /** Inside a transaction. */
  post(revision: number, entries: readonly OutboxEntry[]): void {
    for (const { change, json } of partsOf(revision, entries)) {
      this.#sql.run("INSERT INTO changes (place, revision, entries) VALUES (?, ?, ?)", change.sequence, revision, json);
      this.#size += json.length;
      this.#unconfirmed?.push(change);
    }
    if (this.#size > CAPACITY) this.#unconfirmed = null;
  }

  /** The oldest changes that D1 has not confirmed. */
  read(limit: number): readonly OutboxChange[] {
    if (this.#unconfirmed !== null) return this.#unconfirmed.slice(0, limit);
    return this.#sql
      .all<{ place: number; revision: number; entries: string }>(
        "SELECT place, revision, entries FROM changes WHERE place > ? ORDER BY place LIMIT ?",
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
    const isEmpty = this.#sql.all("SELECT 1 FROM changes WHERE place > ? LIMIT 1", this.#confirmed).length === 0;
    if (isEmpty) this.#keep([]);
    return isEmpty;
  }

  /** D1 has the changes up to one. Their rows go with the next transaction: a commit of their own would cost as much as a job's. */
  confirm(sequence: number): void {
    this.#confirmed = sequence;
    if (this.#unconfirmed !== null) this.#keep(this.#unconfirmed.filter((change) => change.sequence > sequence));
  }

  /** Whether rows that D1 has are still there. */
  hasConfirmed(): boolean {
    return this.#confirmed > 0;
  }

  /** Inside a transaction. Should it be undone, D1 gets these changes once more, which changes nothing there. */
  removeConfirmed(): void {
    if (this.#confirmed === 0) return;
    this.#sql.run("DELETE FROM changes WHERE place <= ?", this.#confirmed);
    this.#confirmed = 0;
  }

  #keep(changes: OutboxChange[]): void {
    this.#unconfirmed = changes;
    if (changes.length === 0) this.#size = 0;
  }
}

/** What one transaction has changed, in order, in parts that are not too large for a row. */
function* partsOf(
  revision: number,
  entries: readonly OutboxEntry[],
): Generator<{ readonly change: OutboxChange; readonly json: string }> {
  let sequence = revision * PARTS_OF_A_REVISION;
  let texts: string[] = [];
  let from = 0;
  let size = 0;
  const part = (to: number) => ({
    change: { sequence, revision, entries: entries.slice(from, to) },
    json: `[${texts.join(",")}]`,
  });
  for (const [index, entry] of entries.entries()) {
    const text = JSON.stringify(entry);
    if (texts.length === PART_ENTRIES || (texts.length > 0 && size + text.length > PART_CHARACTERS)) {
      yield part(index);
      sequence += 1;
      texts = [];
      from = index;
      size = 0;
    }
    texts.push(text);
    size += text.length;
  }
  if (texts.length > 0) yield part(entries.length);
}
