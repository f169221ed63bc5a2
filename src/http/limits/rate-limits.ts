import { TaipyError } from "../../core/errors.ts";
import { LruMap } from "../../core/lru-map.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import { MICROSECONDS_PER_SECOND, type Microseconds } from "../../core/time.ts";
import { comparableName } from "../auth/passwords/comparable-name.ts";
import { networkOf } from "../input/request-headers.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { Limits } from "../pipeline/guard.ts";
import type { CountedAs, Quota } from "./quotas.ts";

/** A rate-limit binding. Each of Cloudflare's locations counts by itself. */
export interface Counter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** A counter with the limit of its binding. */
export interface Limited {
  readonly counter: Counter;
  readonly quota: Quota;
}

export interface LimitsDeps {
  /** undefined = these requests are not limited. */
  readonly requests: Limited | undefined;
  readonly addresses: Limited | undefined;
  readonly logins: Limited | undefined;
  readonly attempts: Limited | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Addresses that an isolate remembers as guessing. */
const MAX_GUESSING = 1_000;

/** Counts with the platform's bindings. Fails open: if a binding throws, the request is allowed. */
export function createLimits({ requests, addresses, logins, attempts, clock, log }: LimitsDeps): Limits {
  /** Network → until when, since it has sent too many wrong credentials. */
  const guessing = new LruMap<Microseconds>(MAX_GUESSING);

  /** @returns whether the limit is not exceeded */
  async function count(exchange: Exchange, limited: Limited | undefined, countedAs: CountedAs, key: string) {
    if (limited === undefined) return true;
    const { counter, quota } = limited;
    const { success } = await counter.limit({ key }).catch((error: unknown) => {
      log("limit_failed", { request_id: exchange.requestId, error: String(error) });
      return { success: true };
    });
    exchange.requestLog.rateLimit = { countedAs, quota, isExceeded: !success };
    return success;
  }

  async function unknown(exchange: Exchange): Promise<void> {
    const isAllowed = await count(exchange, addresses, "address", `unknown ${networkOf(exchange.request)}`);
    if (!isAllowed) throw exceeded(exchange, "calls without valid credentials from this address");
  }

  return {
    async request({ kind, id }, exchange) {
      // A caller of a service that needs no credentials has no id to count by.
      if (kind === "anonymous") return;
      const isAllowed = await count(exchange, requests, "key", `${kind} ${id}`);
      if (!isAllowed) throw exceeded(exchange, "requests with this key");
    },
    unknown,
    async refusal(exchange) {
      if (!hasCredentials(exchange.request)) return unknown(exchange);
      const network = networkOf(exchange.request);
      if (await count(exchange, attempts, "address", `refused ${network}`)) return;
      guessing.set(network, clock() + (attempts?.quota.period ?? 0) * MICROSECONDS_PER_SECOND);
      throw exceeded(exchange, "refused attempts from this address");
    },
    async lookup(exchange) {
      if (clock() < (guessing.get(networkOf(exchange.request)) ?? 0)) await unknown(exchange);
    },
    async login(exchange, username) {
      const network = networkOf(exchange.request);
      const isAddressAllowed = await count(exchange, logins, "address", `login ${network}`);
      if (!isAddressAllowed) throw exceeded(exchange, "login attempts from this address");
      const key = `login of ${comparableName(username)} from ${network}`;
      const isUserAllowed = await count(exchange, attempts, "user", key);
      if (!isUserAllowed) throw exceeded(exchange, "login attempts of this user from this address");
    },
  };
}

/** Requests without credentials are no attempts: a page that is not signed in yet must not block its address. */
const hasCredentials = ({ headers }: Request): boolean =>
  headers.has("Authorization") || headers.has("Cf-Access-Jwt-Assertion");

/** The limit that was counted last is exceeded. */
function exceeded({ requestLog }: Exchange, counted: string): TaipyError {
  const { limit = 0, period = 0 } = requestLog.rateLimit?.quota ?? {};
  const message = `Too many ${counted}: ${limit} in ${period} seconds are possible. Try again in ${period} seconds.`;
  return new TaipyError("rate_limited", message, { details: { retry_after_s: period } });
}
