import type { KeyPage, ValueLists } from "../core/ports/repair/value-lists.ts";
import { available, KV_PREFIX, R2_PREFIX } from "./payload-store.ts";

export interface ValueListParts {
  readonly kv: Pick<KVNamespace, "list" | "get">;
  readonly r2?: Pick<R2Bucket, "list" | "head"> | undefined;
}

/** Lists what lies in KV and R2. Without a bucket R2 is empty. */
export function createValueLists({ kv, r2 }: ValueListParts): ValueLists {
  async function listKv(cursor: string | null): Promise<KeyPage> {
    const page = await kv.list({ prefix: KV_PREFIX, cursor });
    return { keys: page.keys.map(({ name }) => name), next: page.list_complete ? null : page.cursor };
  }

  async function listR2(cursor: string | null): Promise<KeyPage> {
    if (r2 === undefined) return { keys: [], next: null };
    const page = await r2.list({ prefix: R2_PREFIX, ...(cursor === null ? {} : { cursor }) });
    return { keys: page.objects.map(({ key }) => key), next: page.truncated ? page.cursor : null };
  }

  return {
    prefixes: { kv: KV_PREFIX, r2: R2_PREFIX },
    list: (store, cursor) => available("KV or R2", store === "kv" ? listKv(cursor) : listR2(cursor)),
    has: (store, key) => available("KV or R2", store === "kv" ? isInKv(key) : isInR2(key)),
  };

  /** Only the first bytes are read. */
  async function isInKv(key: string): Promise<boolean> {
    const stream = await kv.get(key, "stream");
    await stream?.cancel();
    return stream !== null;
  }

  async function isInR2(key: string): Promise<boolean> {
    return r2 !== undefined && (await r2.head(key)) !== null;
  }
}
