/** How often something may be asked, as a `[[ratelimits]]` section of wrangler.toml says it. */
export interface Quota {
  readonly limit: number;
  /** In seconds. */
  readonly period: number;
}

/**
 * The figures of wrangler.toml once more: a rate-limit binding only answers yes or no, and callers are told their limit.
 * A test compares both, so whoever changes one is sent to the other.
 */
export const REQUEST_QUOTA: Quota = { limit: 6_000, period: 60 };
export const ATTEMPT_QUOTA: Quota = { limit: 10, period: 60 };

/** What a request was counted as: the name of a policy (draft-ietf-httpapi-ratelimit-headers). */
export type CountedAs = "key" | "address" | "user";

/** One of a request's limits, for the headers of its answer. */
export interface RateLimitState {
  readonly countedAs: CountedAs;
  readonly quota: Quota;
  readonly isExceeded: boolean;
}

/** Tells the caller its limit, and that nothing is left of it. How much is left the binding does not say. */
export function setRateLimit(headers: Headers, { countedAs, quota, isExceeded }: RateLimitState): void {
  const { limit, period } = quota;
  headers.set("RateLimit-Policy", `"${countedAs}";q=${limit};w=${period}`);
  if (isExceeded) headers.set("RateLimit", `"${countedAs}";r=0;t=${period}`);
}
