/** Where a record of the memory is kept besides: its place in the journal, the tables, or nowhere. */
type Kept = number | typeof IN_TABLES | typeof NOWHERE;

const IN_TABLES = 0;
const NOWHERE = -1;

interface Entry<T> {
  readonly record: T | null;
  readonly kept: Kept;
}

/** A record that is there nowhere else; null = it was removed. */
export type Changed<T> = readonly [id: string, record: T | null];

/** For a record that does not exist. */
const ID_SIZE = 100;

/**
 * The records of one kind in an object's memory; null = there is none. A changed one is in the journal, too, and must not be
 * forgotten before it is written to the tables. All others are copies of what the tables, or D1, have.
 */
export class RecordCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #sizeOf: (record: T) => number;
  /** About how many characters the records take. */
  size = 0;

  constructor(sizeOf: (record: T) => number) {
    this.#sizeOf = sizeOf;
  }

  /** undefined = it must be read from the tables. */
  get(id: string): T | null | undefined {
    return this.#entries.get(id)?.record;
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** The record as the tables have it. */
  keep(id: string, record: T | null): void {
    this.#set(id, { record, kept: IN_TABLES });
  }

  /** @param place of the journal's newest row that has the record; null = the tables have it already */
  change(id: string, record: T | null, place: number | null): void {
    this.#set(id, { record, kept: place ?? IN_TABLES });
  }

  /** Whether neither the tables nor the journal have a record that exists. */
  isNowhereElse(id: string): boolean {
    const entry = this.#entries.get(id);
    return entry !== undefined && entry.record !== null && entry.kept === NOWHERE;
  }

  isInJournal(id: string): boolean {
    return (this.#entries.get(id)?.kept ?? NOWHERE) > IN_TABLES;
  }

  /** Records whose newest change is in the journal, up to a place. */
  changedUpTo(place: number): Changed<T>[] {
    return [...this.#entries].flatMap(([id, { record, kept }]) =>
      kept > IN_TABLES && kept <= place ? [[id, record] as const] : [],
    );
  }

  /** The tables have the record now. */
  written(id: string): void {
    this.#keepOnly(id, IN_TABLES);
  }

  /** Only the memory has the record from now on. */
  left(id: string): void {
    this.#keepOnly(id, NOWHERE);
  }

  /** Records that exist. */
  *values(): Generator<T> {
    for (const { record } of this.#entries.values()) if (record !== null) yield record;
  }

  /** Ids of records that exist, from after an id up to another one. */
  idsBetween(after: string, last: string | undefined): string[] {
    return [...this.#entries].flatMap(([id, { record }]) =>
      record !== null && id > after && (last === undefined || id <= last) ? [id] : [],
    );
  }

  /** Forgets what is not in the journal only. */
  forgetUnchanged(): void {
    for (const [id, { kept }] of this.#entries) if (kept <= IN_TABLES) this.#delete(id);
  }

  #keepOnly(id: string, kept: Kept): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    if (entry.record === null && kept === NOWHERE) this.#delete(id);
    else this.#entries.set(id, { record: entry.record, kept });
  }

  #set(id: string, entry: Entry<T>): void {
    this.#delete(id);
    this.#entries.set(id, entry);
    this.size += this.#sizeOfEntry(entry);
  }

  #delete(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.size -= this.#sizeOfEntry(entry);
  }

  #sizeOfEntry({ record }: Entry<T>): number {
    return record === null ? ID_SIZE : this.#sizeOf(record);
  }
}
