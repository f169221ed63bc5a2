import { createLocalJWKSet, errors, type FetchImplementation, type JWTVerifyGetKey } from "jose";
import { doubled } from "../../../core/doubled.ts";
import { TaipyError } from "../../../core/errors.ts";
import type { Clock } from "../../../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND, MICROSECONDS_PER_SECOND, type Microseconds } from "../../../core/time.ts";

export interface ProviderKeysDeps {
  readonly jwksUri: string;
  readonly clock: Clock;
  readonly fetch: FetchImplementation;
  readonly sleep: (ms: number) => Promise<void>;
  /** Lets work of the current request go on after its answer. The work never rejects. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/** Keys are fetched again when they are older, */
const FRESH = 600 * MICROSECONDS_PER_SECOND;
/** and used longer while the provider does not answer. */
const USABLE = 3_600 * MICROSECONDS_PER_SECOND;
/** A token with an unknown key has them fetched again at most so often. */
const REFETCH = 30 * MICROSECONDS_PER_SECOND;
/** After a failure, the next fetch waits: twice as long with each failure. */
const FIRST_PAUSE = MICROSECONDS_PER_SECOND;
const LONGEST_PAUSE = 60 * MICROSECONDS_PER_SECOND;
const TIMEOUT_MS = 5_000;
/** A token that the known keys may fit waits for newer ones for this time at most. */
const PATIENCE_MS = 1_000;
const POLL_MS = 50;

const UNAVAILABLE = "The keys of the identity provider can't be had, so its tokens can't be checked. Try again.";

/** Whether the keys were fetched, but none of them fits the token. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

const unavailable = (cause: unknown): TaipyError =>
  new TaipyError("identity_provider_unavailable", UNAVAILABLE, { cause });

interface Keys {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly since: Microseconds;
}

// docs/decisions/048-keys-of-a-provider-that-is-down.md
/**
 * The public keys of a provider. One request of an isolate fetches them, others wait for it; a provider that does not answer
 * is not asked with every token.
 * @returns throws `identity_provider_unavailable` when no keys can be had, and jose's errors for a token without a fitting key
 */
export function createProviderKeys({ jwksUri, clock, fetch, sleep, keepAlive }: ProviderKeysDeps): JWTVerifyGetKey {
  let keys: Keys | null = null;
  let failures = 0;
  let reason: unknown;
  let pausedUntil = 0;
  /** A request fetches the keys since then. Others can't await its promise: it belongs to that request. */
  let fetching: { readonly since: Microseconds } | null = null;

  return async (header, token) => {
    if (!isYounger(FRESH)) await refresh(isYounger(USABLE) ? PATIENCE_MS : TIMEOUT_MS);
    if (keys === null || !isYounger(USABLE)) throw unavailable(reason);
    try {
      return await keys.find(header, token);
    } catch (error) {
      if (!isAboutToken(error)) throw unavailable(error);
      if (!(error instanceof errors.JWKSNoMatchingKey) || isYounger(REFETCH)) throw error;
    }
    // The provider may have new keys.
    await refresh(TIMEOUT_MS);
    if (!isYounger(REFETCH)) throw unavailable(reason);
    return keys.find(header, token);
  };

  function isYounger(age: Microseconds): boolean {
    return keys !== null && clock() - keys.since < age;
  }

  /** Fetches the keys, or waits for the request that does, for so long at most; nothing during a pause. */
  async function refresh(patienceMs: number): Promise<void> {
    if (fetching !== null && clock() - fetching.since < TIMEOUT_MS * MICROSECONDS_PER_MILLISECOND) {
      const other = fetching;
      for (let waited = 0; waited < patienceMs && fetching === other; waited += POLL_MS) await sleep(POLL_MS);
      return;
    }
    if (clock() < pausedUntil) return;
    const work = fetchKeys();
    if (patienceMs >= TIMEOUT_MS) return work;
    keepAlive(work);
    await Promise.race([work, sleep(patienceMs)]);
  }

  async function fetchKeys(): Promise<void> {
    const own = { since: clock() };
    fetching = own;
    try {
      keys = { find: await fetched(), since: clock() };
      failures = 0;
    } catch (error) {
      reason = error;
      failures += 1;
      pausedUntil = clock() + doubled(FIRST_PAUSE, LONGEST_PAUSE, failures - 1);
    } finally {
      if (fetching === own) fetching = null;
    }
  }

  async function fetched(): Promise<Keys["find"]> {
    const response = await fetch(jwksUri, {
      method: "GET",
      headers: new Headers({ Accept: "application/json, application/jwk-set+json" }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200) throw new Error(`The provider answered ${response.status}`);
    return createLocalJWKSet(await response.json());
  }
}
