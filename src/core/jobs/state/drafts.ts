import type { Draft } from "./records.ts";

/**
 * The records of one kind that a transaction has read or made. Each is read once and copied, so the transaction changes
 * nothing but its own copy; the changed ones are written at its end.
 */
export class Drafts<T extends object> {
  readonly #load: (id: string) => T | null;
  readonly #records = new Map<string, Draft<T> | null>();
  readonly #changed = new Set<string>();
  readonly #removed = new Set<string>();

  /** @param load reads a committed record; null = there is none */
  constructor(load: (id: string) => T | null) {
    this.#load = load;
  }

  get(id: string): Draft<T> | null {
    const known = this.#records.get(id);
    if (known !== undefined) return known;
    const loaded = this.#load(id);
    const draft = loaded === null ? null : { ...loaded };
    this.#records.set(id, draft);
    return draft;
  }

  /** Takes over a committed record that was read by a query. A draft that exists already stays: it may have changed. */
  meet(id: string, record: T): void {
    if (!this.#records.has(id)) this.#records.set(id, { ...record });
  }

  /** From here on this is the record. It is written only when something changes it. */
  put(id: string, record: Draft<T>): void {
    this.#records.set(id, record);
  }

  /** From here on this is the record, and it is written at the end, as it is then. */
  change(id: string, record: Draft<T>): void {
    this.#records.set(id, record);
    this.#changed.add(id);
    this.#removed.delete(id);
  }

  remove(id: string): void {
    this.#records.set(id, null);
    this.#changed.delete(id);
    this.#removed.add(id);
  }

  hasChanged(id: string): boolean {
    return this.#changed.has(id);
  }

  /** All records that the transaction has read or made, without those that it has removed. */
  all(): Draft<T>[] {
    return [...this.#records.values()].filter((record) => record !== null);
  }

  /** Those to write, in the order of their first change. */
  changed(): Draft<T>[] {
    return [...this.#changed].flatMap((id) => this.get(id) ?? []);
  }

  removed(): string[] {
    return [...this.#removed];
  }
}
