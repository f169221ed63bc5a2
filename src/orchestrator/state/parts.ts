import type { OutboxEntry } from "../../core/jobs/state/records.ts";

/** What one transaction (or a part of a large one) has changed. */
export interface OutboxChange {
  /** In the order of the transactions and of their parts. */
  readonly sequence: number;
  readonly revision: number;
  readonly entries: readonly OutboxEntry[];
}

/** Texts, and characters, of one row: the platform allows 2 MB. */
const PART_TEXTS = 100;
const PART_CHARACTERS = 200_000;

/** More than one transaction can have: the parts of a revision come before those of the next. */
const PARTS_OF_A_REVISION = 100_000;

/** The place of the first part of a transaction. */
export const firstPlace = (revision: number): number => revision * PARTS_OF_A_REVISION;

/** Cuts a list into pieces whose texts are not too large for a row, in order. */
export function* piecesOf<T>(items: readonly T[], textOf: (item: T) => string): Generator<Piece<T>> {
  let [from, size] = [0, 0];
  let texts: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = textOf(item);
    if (texts.length === PART_TEXTS || (texts.length > 0 && size + text.length > PART_CHARACTERS)) {
      yield { items: items.slice(from, index), texts };
      [from, size, texts] = [index, 0, []];
    }
    texts.push(text);
    size += text.length;
  }
  if (texts.length > 0) yield { items: items.slice(from), texts };
}

/** The revision of a place, which {@link firstPlace} has given. */
export const revisionAt = (place: number): number => Math.floor(place / PARTS_OF_A_REVISION);

interface Piece<T> {
  readonly items: readonly T[];
  readonly texts: readonly string[];
}

export interface OutboxPart {
  readonly change: OutboxChange;
  /** Its entries. */
  readonly json: string;
}

/** What a transaction has for D1. */
export function outboxParts(revision: number, entries: readonly OutboxEntry[]): OutboxPart[] {
  const first = firstPlace(revision);
  return [...piecesOf(entries, (entry) => JSON.stringify(entry))].map(({ items, texts }, index) => ({
    change: { sequence: first + index, revision, entries: items },
    json: `[${texts.join(",")}]`,
  }));
}
