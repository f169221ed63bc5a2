import type { OutboxEntry } from "./store.ts";

/** Entries, and characters, of one row of the outbox. */
const PART_ENTRIES = 100;
const PART_CHARACTERS = 200_000;

/** JSON lists of all entries, in order, none of them too large for a row. */
export function* outboxParts(entries: readonly OutboxEntry[]): Generator<string> {
  let part: string[] = [];
  let size = 0;
  for (const entry of entries) {
    const json = JSON.stringify(entry);
    if (part.length === PART_ENTRIES || (part.length > 0 && size + json.length > PART_CHARACTERS)) {
      yield `[${part.join(",")}]`;
      part = [];
      size = 0;
    }
    part.push(json);
    size += json.length;
  }
  if (part.length > 0) yield `[${part.join(",")}]`;
}
