import { ADDRESS_QUOTA, ATTEMPT_QUOTA, LOGIN_QUOTA, type Quota, REQUEST_QUOTA } from "./quotas.ts";
import type { Counter, Limited, LimitsDeps } from "./rate-limits.ts";

/** The rate-limit bindings of wrangler.toml. Each is optional. */
export interface LimitBindings {
  readonly REQUEST_LIMIT?: Counter;
  readonly ADDRESS_LIMIT?: Counter;
  readonly LOGIN_LIMIT?: Counter;
  readonly ATTEMPT_LIMIT?: Counter;
}

/**
 * What counts what. Where a wrangler.toml of release 0.1.0 lacks a binding, one that it has counts by the same keys, with its
 * own limit.
 */
export function limitsOf(env: LimitBindings): Omit<LimitsDeps, "clock" | "log"> {
  const requests = limited(env.REQUEST_LIMIT, REQUEST_QUOTA);
  const attempts = limited(env.ATTEMPT_LIMIT, ATTEMPT_QUOTA);
  return {
    requests,
    addresses: limited(env.ADDRESS_LIMIT, ADDRESS_QUOTA) ?? requests,
    logins: limited(env.LOGIN_LIMIT, LOGIN_QUOTA) ?? attempts,
    attempts,
  };
}

const limited = (counter: Counter | undefined, quota: Quota): Limited | undefined =>
  counter === undefined ? undefined : { counter, quota };
