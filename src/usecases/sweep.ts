import type { App } from "../core/config/app-types.ts";
import type { SessionStore } from "../core/ports/credential-stores.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
import type { AuditSweepStore, SweepStore } from "../core/ports/sweep-store.ts";
import { addTime, formatTime, MICROSECONDS_PER_DAY, type Timestamp } from "../core/time.ts";
import { planSweep } from "../core/values/history.ts";

export interface SweepDeps extends ValueSweepDeps {
  readonly app: Pick<App, "http">;
  readonly sessions: Pick<SessionStore, "removeExpired">;
  readonly audit: AuditSweepStore;
}

/** Removes sessions that have expired, old rows of the audit log, and values that no history keeps any more. */
export async function sweep(deps: SweepDeps): Promise<void> {
  await deps.sessions.removeExpired(formatTime(deps.clock()));
  await sweepAudit(deps, deps.app.http.auditDays);
  await sweepValues(deps);
}

/** Rows of the audit log that one statement removes, and the statements of one run; the next run goes on. */
const AUDIT_ROWS_AT_ONCE = 1_000;
const MAX_AUDIT_STATEMENTS = 20;

/** Removes audit rows older than so many days. @returns how many */
export async function sweepAudit({ audit, clock }: Pick<SweepDeps, "audit" | "clock">, days: number): Promise<number> {
  const before = formatTime(clock() - days * MICROSECONDS_PER_DAY);
  let removed = 0;
  for (let statement = 0; statement < MAX_AUDIT_STATEMENTS; statement += 1) {
    const rows = await audit.removeOldest(before, AUDIT_ROWS_AT_ONCE);
    removed += rows;
    if (rows < AUDIT_ROWS_AT_ONCE) break;
  }
  return removed;
}

export interface ValueSweepDeps {
  readonly values: SweepStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Removes payloads by key; unknown keys are no error. */
  readonly discard: (keys: readonly string[]) => Promise<void>;
}

/** One run's share, so that it ends within the platform's limits; the next run goes on where this one stops. */
const NODES_AT_ONCE = 1_000;
const MAX_PAGES = 10;
const MAX_EDITS = 5_000;
const MAX_PAYLOADS = 500;

// docs/decisions/013-swept-values-go-a-day-later.md
/**
 * A garbage payload stays this long: jobs that run, a restore under way and an object whose outbox waits for D1 may still
 * hold a reference that the database does not show.
 */
const GRACE = MICROSECONDS_PER_DAY;

/**
 * Removes the values that no history keeps any more, in two steps: an edit beyond its node's limit loses its value, whose
 * payload becomes garbage; garbage that nothing refers to is deleted a day later. May run at any time and twice at once.
 */
export async function sweepValues(deps: ValueSweepDeps): Promise<void> {
  const now = formatTime(deps.clock());
  const edits = await sweepHistory(deps.values, now);
  const payloads = await deleteGarbage(deps, addTime(now, -GRACE));
  deps.log("swept", { edits, payloads });
}

/** @returns how many edits have lost their value */
async function sweepHistory(values: SweepStore, now: Timestamp): Promise<number> {
  let position = await values.position();
  let budget = MAX_EDITS;
  for (let page = 0; page < MAX_PAGES && budget > 0; page += 1) {
    const candidates = await values.candidates(position, NODES_AT_ONCE);
    const plan = planSweep(candidates, budget);
    const isEnd = candidates.length < NODES_AT_ONCE && plan.after === (candidates.at(-1)?.id ?? null);
    position = isEnd ? "" : (plan.after ?? position);
    await values.removeValues(plan.ranges, now, position);
    budget -= plan.ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    if (isEnd) break;
  }
  return MAX_EDITS - budget;
}

/** @returns how many payloads were deleted */
async function deleteGarbage({ values, discard }: ValueSweepDeps, before: Timestamp): Promise<number> {
  const waiting = await values.waitingPayloads(before, MAX_PAYLOADS);
  const keys = waiting.filter((payload) => !payload.is_used).map((payload) => payload.key);
  if (keys.length > 0) await discard(keys);
  // Forgotten last: a run that breaks off here repeats itself.
  if (waiting.length > 0) await values.forgetWaiting(waiting);
  return keys.length;
}
