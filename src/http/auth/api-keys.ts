import type { ApiKey, StoredApiKey } from "../../core/access/api-key.ts";
import type { Identity } from "../../core/access/identity.ts";
import { type RoleNames, rolesOf } from "../../core/access/permissions.ts";
import { LruMap } from "../../core/lru-map.ts";
import { existing } from "../../core/missing.ts";
import type { ApiKeyStore } from "../../core/ports/credential-stores.ts";
import type { Page, PageQuery } from "../../core/ports/entity-reader.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import { formatTime, MICROSECONDS_PER_SECOND, type Timestamp, timeOf } from "../../core/time.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { Limits } from "../pipeline/guard.ts";
import { refused } from "./bearer.ts";
import { digestOf, fromHex, randomHex, sameDigest, toHex } from "./digest.ts";
import { createLookupCache } from "./lookup-cache.ts";

export interface ApiKeyInput {
  readonly name: string;
  readonly roles: RoleNames;
  readonly expires_at: Timestamp | null;
}

export interface ApiKeys {
  /** @returns the key and its text, which the service cannot show again */
  create(input: ApiKeyInput, createdBy: string): Promise<{ readonly text: string; readonly key: ApiKey }>;
  page(query: PageQuery): Promise<Page>;
  /** Takes effect at once in this isolate, and in others within {@link LOOKUP_LIFETIME}. @throws TaipyError `api_key_not_found` */
  revoke(id: string): Promise<ApiKey>;
  /** @throws TaipyError `unauthenticated` or `rate_limited` */
  identify(text: string, exchange: Exchange): Promise<Identity>;
}

export interface ApiKeysDeps {
  readonly store: ApiKeyStore;
  readonly limits: Pick<Limits, "lookup">;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long an isolate uses a key or a session that it has read. */
export const LOOKUP_LIFETIME = 30 * MICROSECONDS_PER_SECOND;
export const LOOKUP_CAPACITY = 1_000;
const TOUCH_INTERVAL = 60 * MICROSECONDS_PER_SECOND;

const ID_BYTES = 8;
const SECRET_BYTES = 32;
const FORM = /^taipy_([0-9a-f]{16})_[0-9a-f]{64}$/;
/** Compared with the text when no key has its id, so that this takes the same time. */
const NO_HASH = "00".repeat(SECRET_BYTES);

export const isApiKey = (text: string): boolean => FORM.test(text);

export function createApiKeys({ store, limits, clock, log }: ApiKeysDeps): ApiKeys {
  const lookups = createLookupCache((id) => store.find(id), {
    clock,
    lifetime: LOOKUP_LIFETIME,
    capacity: LOOKUP_CAPACITY,
  });
  /** Id of a key → when this isolate last stored a use of it. Only ids of existing keys are added. */
  const touched = new LruMap<number>(LOOKUP_CAPACITY);

  return {
    async create({ name, roles, expires_at }, created_by) {
      const id = randomHex(ID_BYTES);
      const text = `taipy_${id}_${randomHex(SECRET_BYTES)}`;
      const created = formatTime(clock());
      const key = { id, name, roles, created, created_by, expires_at, last_used_at: null, revoked_at: null };
      await store.insert({ ...key, hash: toHex(await digestOf(text)) });
      return { text, key };
    },
    page: (query) => store.page(query),
    async revoke(id) {
      const key = await store.revoke(id, formatTime(clock()));
      lookups.clear();
      return existing("api_key", id, key);
    },
    async identify(text, exchange) {
      const [, id = ""] = FORM.exec(text) ?? [];
      const key = lookups.kept(id) ?? (await found(id, exchange));
      const isRight = sameDigest(await digestOf(text), fromHex(key?.hash ?? NO_HASH));
      if (key === null || !isRight || !isUsable(key, formatTime(clock()))) throw refused();
      noteUse(key, exchange);
      return { kind: "api_key", id, name: key.name, roles: rolesOf(key.roles) };
    },
  };

  async function found(id: string, exchange: Exchange): Promise<StoredApiKey | null> {
    await limits.lookup(exchange);
    return lookups.get(id);
  }

  function noteUse({ id, last_used_at }: StoredApiKey, { waitUntil, requestId }: Exchange): void {
    const now = clock();
    const last = Math.max(touched.get(id) ?? 0, last_used_at === null ? 0 : timeOf(last_used_at));
    if (now - last < TOUCH_INTERVAL) return;
    touched.set(id, now);
    const failed = (error: unknown) =>
      log("key_use_not_noted", { request_id: requestId, api_key: id, error: String(error) });
    waitUntil(store.touch(id, formatTime(now), formatTime(now - TOUCH_INTERVAL)).catch(failed));
  }
}

const isUsable = ({ revoked_at, expires_at }: ApiKey, now: Timestamp): boolean =>
  revoked_at === null && (expires_at === null || now < expires_at);
