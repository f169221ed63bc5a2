/** The limit of a `[[ratelimits]]` section of wrangler.toml. */
export interface Quota {
  /** The number of calls in a period. */
  readonly limit: number;
  /** In seconds. */
  readonly period: number;
}

/**
 * The limits of wrangler.toml, for the headers: a rate-limit binding does not return its own limit. A test compares them with
 * wrangler.toml.
 */
export const REQUEST_QUOTA: Quota = { limit: 6_000, period: 60 };
export const ADDRESS_QUOTA: Quota = { limit: 600, period: 60 };
export const LOGIN_QUOTA: Quota = { limit: 30, period: 60 };
export const ATTEMPT_QUOTA: Quota = { limit: 10, period: 60 };

/** The policy of a limit (draft-ietf-httpapi-ratelimit-headers): whose requests are counted. */
export type CountedAs = "key" | "address" | "user";

/** A limit that a request was counted against, for the headers of its answer. */
export interface RateLimitState {
  readonly countedAs: CountedAs;
  readonly quota: Quota;
  readonly isExceeded: boolean;
}

/** Sets the limit, and, when it is exceeded, that 0 requests are left. The binding does not return how many are left otherwise. */
export function setRateLimit(headers: Headers, { countedAs, quota, isExceeded }: RateLimitState): void {
  const { limit, period } = quota;
  headers.set("RateLimit-Policy", `"${countedAs}";q=${limit};w=${period}`);
  if (isExceeded) headers.set("RateLimit", `"${countedAs}";r=0;t=${period}`);
}
