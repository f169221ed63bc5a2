/** The records of one kind that a transaction has met: each is read once, and those that change are written at its end. */
export class IdentityMap<T> {
  readonly #load: (id: string) => T | null;
  readonly #records = new Map<string, T | null>();
  readonly #changed = new Set<string>();

  /** @param load reads what the transaction has not met yet; null = there is none */
  constructor(load: (id: string) => T | null) {
    this.#load = load;
  }

  get(id: string): T | null {
    const known = this.#records.get(id);
    if (known !== undefined) return known;
    const loaded = this.#load(id);
    this.#records.set(id, loaded);
    return loaded;
  }

  /** Takes over what was read with others. What has been met before stays: it may have changed since. */
  meet(id: string, record: T): void {
    if (!this.#records.has(id)) this.#records.set(id, record);
  }

  /** From here on this is the record, and nothing of it has to be written. */
  put(id: string, record: T): void {
    this.#records.set(id, record);
  }

  /** From here on this is the record, and it is written at the end, as it is then. */
  change(id: string, record: T): void {
    this.#records.set(id, record);
    this.#changed.add(id);
  }

  /** There is none any more, and nothing to write. */
  remove(id: string): void {
    this.#records.set(id, null);
    this.#changed.delete(id);
  }

  hasChanged(id: string): boolean {
    return this.#changed.has(id);
  }

  /** All that were met and are there. */
  met(): T[] {
    return [...this.#records.values()].filter((record) => record !== null);
  }

  /** Those to write, in the order of their first change. */
  changed(): T[] {
    return [...this.#changed].flatMap((id) => this.get(id) ?? []);
  }
}
