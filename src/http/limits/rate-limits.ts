import { TaipyError } from "../../core/errors.ts";
import type { Log } from "../../core/ports/runtime.ts";
import { networkOf } from "../input/request-headers.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { Limits } from "../pipeline/guard.ts";
import { ATTEMPT_QUOTA, type CountedAs, type Quota, REQUEST_QUOTA } from "./quotas.ts";

/** A rate-limit binding. Each of Cloudflare's locations counts by itself. */
export interface Counter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

export interface LimitsDeps {
  /** undefined = these requests are not limited. */
  readonly requests: Counter | undefined;
  readonly attempts: Counter | undefined;
  readonly log: Log;
}

/** Longer user names with the same beginning share one counter. */
const MAX_NAME = 200;

/** Counts with the platform's bindings. Fails open: if a binding throws, the request is allowed. */
export function createLimits({ requests, attempts, log }: LimitsDeps): Limits {
  async function count(exchange: Exchange, counter: Counter, countedAs: CountedAs, quota: Quota, key: string) {
    const { success } = await counter.limit({ key }).catch((error: unknown) => {
      log("limit_failed", { request_id: exchange.requestId, error: String(error) });
      return { success: true };
    });
    exchange.requestLog.rateLimit = { countedAs, quota, isExceeded: !success };
    if (!success) throw exceeded(countedAs, quota);
  }

  return {
    async request({ kind, id }, exchange) {
      // An anonymous caller has no id to count by.
      if (requests === undefined || kind === "anonymous") return;
      await count(exchange, requests, "key", REQUEST_QUOTA, `${kind} ${id}`);
    },
    async refusal(exchange) {
      if (attempts === undefined || !hasCredentials(exchange.request)) return;
      await count(exchange, attempts, "address", ATTEMPT_QUOTA, `refused ${networkOf(exchange.request)}`);
    },
    async login(exchange, username) {
      if (attempts === undefined) return;
      await count(exchange, attempts, "address", ATTEMPT_QUOTA, `login ${networkOf(exchange.request)}`);
      // In one case and normal form, so that another spelling of the name is no further attempt.
      const user = username.normalize("NFKC").toLowerCase().slice(0, MAX_NAME);
      await count(exchange, attempts, "user", ATTEMPT_QUOTA, `login of ${user}`);
    },
  };
}

/** Requests without credentials are no attempts: a page that is not signed in yet must not block its address. */
const hasCredentials = ({ headers }: Request): boolean =>
  headers.has("Authorization") || headers.has("Cf-Access-Jwt-Assertion");

const COUNTED: Readonly<Record<CountedAs, string>> = {
  key: "requests with this key",
  address: "refused attempts from this address",
  user: "login attempts of this user",
};

function exceeded(countedAs: CountedAs, { limit, period }: Quota): TaipyError {
  const message = `Too many ${COUNTED[countedAs]}: ${limit} in ${period} seconds are possible. Try again in ${period} seconds.`;
  return new TaipyError("rate_limited", message, { details: { retry_after_s: period } });
}
