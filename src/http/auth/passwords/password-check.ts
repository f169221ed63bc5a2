import { FAILURE_MEMORY, loginDelay } from "../../../core/access/login-delay.ts";
import type { StoredUser } from "../../../core/access/user.ts";
import { TaipyError } from "../../../core/errors.ts";
import type { LoginStore } from "../../../core/ports/credential-stores.ts";
import type { Clock, Log } from "../../../core/ports/runtime.ts";
import { formatTime, MICROSECONDS_PER_SECOND, type Microseconds } from "../../../core/time.ts";
import { networkOf } from "../../input/request-headers.ts";
import type { Exchange } from "../../pipeline/exchange.ts";
import type { Limits } from "../../pipeline/guard.ts";
import { comparableName } from "./comparable-name.ts";
import { isPassword } from "./password.ts";

/**
 * The user whose password it is; null = there is no such user, or the password is wrong.
 * @throws TaipyError `rate_limited`, or `logins_busy` when the isolate checks too many passwords already
 */
export type PasswordCheck = (exchange: Exchange, username: string, password: string) => Promise<StoredUser | null>;

export interface PasswordCheckDeps {
  readonly logins: LoginStore;
  readonly limits: Pick<Limits, "login">;
  readonly clock: Clock;
  readonly log: Log;
  /** Keeps callers from choosing names that share a bucket. */
  readonly secret: Uint8Array;
}

/** Checking one takes as much time of the processor as hundreds of other requests. */
const MAX_CHECKS = 8;
/** A check that has not ended so long after it began was stopped by the platform. */
const PATIENCE = 10 * MICROSECONDS_PER_SECOND;
const BUSY = "Too many passwords are being checked at the moment. Try again.";

// docs/decisions/047-guessing-slows-down-strangers-only.md
/**
 * Checks passwords. Everything that refuses comes before the hash: the limits of the platform, then the wrong passwords that
 * D1 remembers. It does the same for names that exist and for those that don't.
 */
export function createPasswordCheck({ logins, limits, clock, log, secret }: PasswordCheckDeps): PasswordCheck {
  let running: readonly { readonly since: Microseconds }[] = [];

  return async (exchange, username, password) => {
    await limits.login(exchange, username);
    const own = { since: clock() };
    running = running.filter(({ since }) => own.since - since < PATIENCE);
    if (running.length >= MAX_CHECKS) throw new TaipyError("logins_busy", BUSY);
    running = [...running, own];
    const check = checked(exchange, username, password).finally(() => {
      running = running.filter((other) => other !== own);
    });
    // A caller who breaks the connection does not stop the check, which would seem to be running.
    exchange.waitUntil(check.catch(() => null));
    return check;
  };

  async function checked(exchange: Exchange, username: string, password: string): Promise<StoredUser | null> {
    const bucket = await bucketOf(username, secret);
    const { user, isKnownNetwork, failures } = await logins.state(username, networkOf(exchange.request), bucket);
    if (user !== null) exchange.requestLog.account = user.username;
    const delay = isKnownNetwork ? 0 : loginDelay(failures, clock());
    if (delay > 0) throw tooMany(delay);
    const isRight = await isPassword(password, user?.password_hash ?? null);
    if (user !== null && isRight) return user;
    const now = clock();
    const failed = (error: unknown) =>
      log("login_failure_not_counted", { request_id: exchange.requestId, error: String(error) });
    exchange.waitUntil(logins.addFailure(bucket, formatTime(now), formatTime(now - FAILURE_MEMORY)).catch(failed));
    return null;
  }
}

function tooMany(seconds: number): TaipyError {
  const wait = seconds === 1 ? "a second" : `${seconds} seconds`;
  const message = `Too many wrong passwords for this user name. From here, try again in ${wait}.`;
  return new TaipyError("rate_limited", message, { details: { retry_after_s: seconds } });
}

/** Wrong passwords are counted in 65,536 rows, so that names, which callers choose, can't fill the database. */
async function bucketOf(username: string, secret: Uint8Array): Promise<number> {
  const text = new TextEncoder().encode(`login failures of ${comparableName(username)}`);
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new DataView(await crypto.subtle.sign("HMAC", key, text)).getUint16(0);
}
