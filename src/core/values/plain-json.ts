import type { DataNodeSnapshot } from "../entities/data-node.ts";
import { contentOf } from "../storage-types.ts";

/**
 * JSON text that the API may answer as it is stored. The writer guarantees that decoding it in any
 * storage type with `isPlainJson` and encoding the value as JSON gives the same text: nodes of these types may share a file.
 */
export interface PlainJson {
  /** The number of items of the list; null = the value is no list. */
  readonly items: number | null;
}

/**
 * Describes text that `JSON.stringify` made without a replacer from a value of not more levels than the API answers. Such a
 * text has no second spelling: each number is the shortest of its double, no member comes twice, and half a surrogate pair is
 * escaped. Null when a reader could take a part of it for a date.
 */
export function plainJson(value: unknown, text: string): PlainJson | null {
  if (text.includes('"__type__"')) return null;
  return { items: Array.isArray(value) ? value.length : null };
}

const ENDING = /\/plain(?:-(\d{1,15}))?$/;

// docs/decisions/026-the-key-says-plain-json.md
/**
 * The ending of the payload key of such a text. A key belongs to one immutable value, so its ending never becomes wrong, and
 * a reader knows it before it fetches the value. Keys of uploads, of files of the application and of values of older releases
 * have no such ending.
 */
export const keyEnding = ({ items }: PlainJson): string => (items === null ? "/plain" : `/plain-${items}`);

/** Whether the current value of a data node is such a text; null = no, or not known: it must be decoded. */
export function plainJsonOf({ storage_type, payload }: DataNodeSnapshot): PlainJson | null {
  if (payload === null || contentOf(storage_type)?.isPlainJson !== true) return null;
  const [ending, items] = ENDING.exec(payload.key ?? "") ?? [];
  if (ending === undefined) return null;
  return { items: items === undefined ? null : Number(items) };
}
