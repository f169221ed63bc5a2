import type { Change, OutboxEntry } from "./change-log.ts";

/** Entries, and characters, of one row of the outbox. */
const PART_ENTRIES = 100;
const PART_CHARACTERS = 200_000;

/** More than one transaction can have: the places of a revision come before those of the next. */
const PLACES_OF_A_REVISION = 100_000;

interface Part {
  readonly change: Change;
  /** JSON of its entries. */
  readonly json: string;
}

/** What one transaction has changed, in order, in parts that are not too large for a row. */
export function* partsOf(revision: number, entries: readonly OutboxEntry[]): Generator<Part> {
  let place = revision * PLACES_OF_A_REVISION;
  let texts: string[] = [];
  let from = 0;
  let size = 0;
  const part = (to: number): Part => ({
    change: { place, revision, entries: entries.slice(from, to) },
    json: `[${texts.join(",")}]`,
  });
  for (const [index, entry] of entries.entries()) {
    const text = JSON.stringify(entry);
    if (texts.length === PART_ENTRIES || (texts.length > 0 && size + text.length > PART_CHARACTERS)) {
      yield part(index);
      place += 1;
      texts = [];
      from = index;
      size = 0;
    }
    texts.push(text);
    size += text.length;
  }
  if (texts.length > 0) yield part(entries.length);
}
