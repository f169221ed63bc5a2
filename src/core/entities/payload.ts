import * as z from "zod";
import { schema } from "../schema.ts";

/**
 * Where one immutable value of a data node lies. `inline` values travel inside the row itself; `kv` and `r2` values lie
 * under a key that is written once and never changes, so no cache can hold a stale one. `outside` says that the value lies
 * in a system of its own (a table, a bucket, a collection): it can be read there as it is now, never as it was.
 */
export const PayloadRef = /* @__PURE__ */ schema(() =>
  z.object({
    tier: z.enum(["inline", "kv", "r2", "outside"]),
    /** Media type of the encoded value; the storage type decodes by it. */
    content_type: z.string(),
    /** Bytes of the encoded value. */
    size: z.int().nonnegative(),
    /** SHA-256 of the encoded value, lower-case hex. */
    hash: z.string(),
    /** Key in KV or R2; null for `inline` and `outside`. */
    key: z.string().nullable(),
    /** The encoded value itself; null unless `inline`. */
    body: z.string().nullable(),
  }),
);
export type PayloadRef = z.infer<typeof PayloadRef>;

/** Bytes `offset` to `offset + length` of an encoded value. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}
