import { hidden, integer, orNull, type RowOf, rewritten, shownOrNull, text, word } from "./fields.ts";

const TIERS = ["inline", "kv", "r2", "outside"] as const;

/**
 * The reference to one immutable value of a data node. `inline` values travel inside the row itself; `kv` and `r2` values lie
 * under a key that is written once and never changes, so no cache can hold a stale one. `outside` says that the value lies
 * in a system of its own (a table, a bucket, a collection): it can be read there as it is now, never as it was.
 */
export const payloadFields = {
  tier: hidden(word(TIERS, "Where the value lies.")),
  size: integer("Bytes of the encoded value.", 0),
  /** Empty for a value that lies outside. */
  hash: shownOrNull(rewritten(text("SHA-256 of the encoded value in hex; null for a value that lies outside."))),
  /** The storage type decodes by it. */
  content_type: text("The media type of the encoded value."),
  key: hidden(orNull(text("The key in KV or R2; null for `inline` and `outside`."))),
  body: hidden(orNull(text("The encoded value itself; null unless `inline`."))),
};
export type PayloadRef = RowOf<typeof payloadFields>;

/** The reference in a row that has more columns, such as an edit's. */
export const payloadOf = (row: Readonly<Record<keyof PayloadRef, unknown>>): PayloadRef =>
  Object.fromEntries(Object.keys(payloadFields).map((name) => [name, row[name as keyof PayloadRef]])) as PayloadRef;

/** Bytes `offset` to `offset + length` of an encoded value. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}
