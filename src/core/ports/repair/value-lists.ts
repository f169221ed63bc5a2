/** A page of the keys of one store of values, in their order. */
export interface KeyPage {
  readonly keys: readonly string[];
  /** What to pass for the next page; null = this was the last one. */
  readonly next: string | null;
}

/** Where values lie outside D1. */
export type ValueStore = "kv" | "r2";

/** The keys of values as KV and R2 list them (payloads/value-lists.ts). KV may show a key for a minute before or after. */
export interface ValueLists {
  /** What the keys of a store begin with. */
  readonly prefixes: Readonly<Record<ValueStore, string>>;
  /** Up to 1,000 keys. */
  list(store: ValueStore, cursor: string | null): Promise<KeyPage>;
  /** Whether a store has a value. */
  has(store: ValueStore, key: string): Promise<boolean>;
}
