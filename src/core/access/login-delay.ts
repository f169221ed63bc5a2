import { MICROSECONDS_PER_SECOND, type Microseconds, type Timestamp, timeOf } from "../time.ts";

/** The wrong passwords for a user name that are still remembered. */
export interface LoginFailures {
  readonly failures: number;
  readonly last_at: Timestamp;
}

/** Without a further wrong password in this time, all are forgotten. */
export const FAILURE_MEMORY = 3_600 * MICROSECONDS_PER_SECOND;
/** More than a user's typing errors. */
const FREE_FAILURES = 20;
/** The delay doubles with each so many further failures, */
const DOUBLING = 5;
/** from a second up to five minutes. */
const MAX_DELAY_SECONDS = 300;

// docs/decisions/047-guessing-slows-down-strangers-only.md
/**
 * How long a password for the user name will not be checked yet, when it comes from a network from which the user has never
 * logged in. In seconds; 0 = it is checked now.
 */
export function loginDelay(known: LoginFailures | null, now: Microseconds): number {
  if (known === null || known.failures < FREE_FAILURES) return 0;
  const since = now - timeOf(known.last_at);
  if (since >= FAILURE_MEMORY) return 0;
  const delay = Math.min(2 ** Math.floor((known.failures - FREE_FAILURES) / DOUBLING), MAX_DELAY_SECONDS);
  return Math.max(0, Math.ceil(delay - since / MICROSECONDS_PER_SECOND));
}
