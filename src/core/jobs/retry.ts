import type { RetryPolicy } from "../config/app-types.ts";
import { doubled } from "../doubled.ts";
import type { ErrorCode } from "../errors.ts";

export const MAX_RETRY_DELAY_MS = 3_600_000;

/**
 * How long to wait before the next try.
 * @param attempt the try that has just failed, 1 for the first
 * @returns milliseconds, or null when there are no more tries
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number): number | null {
  if (attempt > policy.limit) return null;
  return Math.min(policy.delayMs * growth(policy.backoff, attempt), MAX_RETRY_DELAY_MS);
}

const FIRST_PLATFORM_DELAY_MS = 2_000;
const MAX_PLATFORM_DELAY_MS = 10 * 60_000;

// docs/decisions/098-faults-that-may-never-pass.md
/**
 * How many tries of a job may end with faults that may never pass. What the job itself needs too much of has had minutes and
 * other company by then; words that no table knows may be those of an outage, and have had hours.
 */
const TRIES_WITH: Partial<Readonly<Record<ErrorCode, number>>> = {
  invocation_limit: 8,
  database_query_too_heavy: 8,
  database_constraint: 8,
  database_row_too_large: 8,
  internal_error: 30,
};

/** null = the fault passes, by itself or when the operator acts: it is waited for, however long. */
export const triesWith = (fault: ErrorCode): number | null => TRIES_WITH[fault] ?? null;

/** How long to wait after so many tries that only the platform has failed, 1 or more. */
export const platformDelayMs = (tries: number): number =>
  doubled(FIRST_PLATFORM_DELAY_MS, MAX_PLATFORM_DELAY_MS, tries - 1);

/** How long to wait after the loss of so many workers: a worker that dies once is no reason to wait. */
export const lossDelayMs = (lost: number): number => (lost <= 1 ? 0 : platformDelayMs(lost - 1));

function growth(backoff: RetryPolicy["backoff"], attempt: number): number {
  switch (backoff) {
    case "constant":
      return 1;
    case "linear":
      return attempt;
    case "exponential":
      // Bounded, since a delay of 0 times Infinity would be no number.
      return 2 ** Math.min(attempt - 1, 32);
  }
}
