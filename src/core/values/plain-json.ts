import type { DataNodeSnapshot, StorageTypeName } from "../entities/data-node.ts";

/**
 * What the writer knows of JSON text that the API may answer as it is stored: to decode it in any of {@link JSON_TYPES}
 * and to make JSON of the value again would give the same text.
 */
export interface PlainJson {
  /** How many items the list has; null when the value is no list. */
  readonly items: number | null;
}

/** Types whose values are JSON text. Nodes of any of them may share a file, so what is known must hold for all. */
const JSON_TYPES: ReadonlySet<StorageTypeName> = new Set(["pickle", "in_memory", "json"]);

const ENDING = /\/plain(?:-(\d{1,15}))?$/;

/**
 * How the key of such a text ends. A key is written once, with its value, and goes wherever the value is pointed at: so
 * what it says can't become wrong, and is known before the value is fetched. Values of others (uploads, files of the
 * application) and older ones have keys that say nothing.
 */
export const keyEnding = ({ items }: PlainJson): string => (items === null ? "/plain" : `/plain-${items}`);

/** What is known of the current value of a data node; null = it has to be decoded. */
export function plainJsonOf({ storage_type, payload }: DataNodeSnapshot): PlainJson | null {
  if (payload === null || !JSON_TYPES.has(storage_type)) return null;
  const [ending, items] = ENDING.exec(payload.key ?? "") ?? [];
  if (ending === undefined) return null;
  return { items: items === undefined ? null : Number(items) };
}
