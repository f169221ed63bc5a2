import type { App } from "../core/config/app-types.ts";
import { isDatabaseFull } from "../core/faults/d1-faults.ts";
import { isOwnDomain } from "../core/planning/domain.ts";
import type { SessionStore } from "../core/ports/credential-stores.ts";
import type { AuditSweepStore, DeletedNode, SweepStore } from "../core/ports/cron/sweep-store.ts";
import type { Orchestrator } from "../core/ports/orchestrator.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
import { sideBySide } from "../core/side-by-side.ts";
import { addTime, formatTime, MICROSECONDS_PER_DAY, type Timestamp } from "../core/time.ts";
import { planSweep } from "../core/values/history.ts";
import { MAX_WATCHED_OBJECTS } from "./watchdog.ts";

export interface SweepDeps extends ValueSweepDeps {
  readonly app: Pick<App, "http">;
  readonly sessions: Pick<SessionStore, "removeExpired">;
  readonly audit: AuditSweepStore;
}

/** Removes sessions that have expired, old rows of the audit log, and values that no history keeps any more. */
export async function sweep(deps: SweepDeps): Promise<void> {
  await eachInTurn([
    () => deps.sessions.removeExpired(formatTime(deps.clock())),
    () => sweepAudit(deps, deps.app.http.auditDays),
    () => sweepValues(deps),
  ]);
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
  readonly orchestrators: (domain: string) => Pick<Orchestrator, "forgetNodes">;
  readonly clock: Clock;
  readonly log: Log;
  /** Removes payloads by key; unknown keys are no error. */
  readonly discard: (keys: readonly string[]) => Promise<void>;
}

/** One run's share, so that it ends within the platform's limits; the next run goes on where this one stops. */
const NODES_AT_ONCE = 1_000;
const MAX_PAGES = 10;
const MAX_EDITS = 5_000;
const PAYLOADS_AT_ONCE = 300;
const PATHS_AT_ONCE = 500;
const DELETED_NODES_AT_ONCE = 5_000;
/** A run may call KV, R2 and objects 1,000 times; the database and the watchdog have the rest. Objects get no more than a part. */
const MAX_CALLS = 950 - 2 * MAX_WATCHED_OBJECTS;
const MAX_OBJECTS = 300;
/** Objects, and payloads that are deleted one by one. */
const OBJECTS_AT_ONCE = 6;
/** The store is down when it deletes none of so many. */
const MOST_STUCK = 10;

// docs/decisions/013-swept-values-go-a-day-later.md
// docs/decisions/049-deleted-values-are-gone-within-a-day.md
/**
 * What was deleted stays this long where the database does not show it: jobs that run, a restore under way and an object
 * whose outbox waits for D1 may still hold a reference.
 */
const GRACE = MICROSECONDS_PER_DAY / 2;
/** When an object did not answer, or jobs still used a node. */
const TRY_AGAIN_AFTER = MICROSECONDS_PER_DAY / 24;

/**
 * Removes the values that no history keeps any more, in two steps: an edit beyond its node's limit loses its value, whose
 * payload becomes garbage; garbage that nothing refers to is deleted later. What was deleted leaves the objects and the
 * files, too. May run at any time and twice at once.
 */
export async function sweepValues(deps: ValueSweepDeps): Promise<void> {
  const now = formatTime(deps.clock());
  const before = addTime(now, -GRACE);
  const swept = { edits: 0, paths: 0, objects: 0, payloads: 0 };
  try {
    await eachInTurn([
      async () => {
        swept.edits = await sweepHistory(deps.values, now);
      },
      async () => {
        swept.paths = await deps.values.removeFiles(before, PATHS_AT_ONCE);
      },
      () => forgetAndDelete(deps, before, swept),
    ]);
  } finally {
    deps.log("swept", swept);
  }
}

/** Objects and garbage side by side: an object that hangs keeps no payload, and KV that hangs keeps no object. */
async function forgetAndDelete(
  deps: ValueSweepDeps,
  before: Timestamp,
  swept: { objects: number; payloads: number },
): Promise<void> {
  const { objects, run } = await forgetting(deps, before);
  swept.objects = objects;
  const ends = await Promise.allSettled([run(), deleteGarbage(deps, before, MAX_CALLS - objects, swept)]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
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
    try {
      await values.removeValues(plan.ranges, now, position);
    } catch (error) {
      // What follows makes room.
      if (isDatabaseFull(error)) break;
      throw error;
    }
    budget -= plan.ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    if (isEnd) break;
  }
  return MAX_EDITS - budget;
}

// docs/decisions/066-what-was-forgotten-is-answered-from-d1.md
/**
 * Has objects forget data nodes that were deleted. One that does not answer, or whose jobs still use a node, is called again
 * later. An object of its own whose entity is gone ends: it removes all that it has stored, and then D1 its counter.
 * @returns how many objects are to be called, and what calls them
 */
async function forgetting(
  { values, orchestrators, log }: ValueSweepDeps,
  before: Timestamp,
): Promise<{ readonly objects: number; readonly run: () => Promise<void> }> {
  const waiting = await values.deletedNodes(before, DELETED_NODES_AT_ONCE);
  if (waiting.length === 0) return { objects: 0, run: async () => {} };
  const kept = waiting.filter(({ is_kept }) => is_kept);
  const gone = waiting.filter(({ is_kept }) => !is_kept);
  const domains = [...Map.groupBy(gone, ({ domain }) => domain)].slice(0, MAX_OBJECTS);
  const own = domains.map(([domain]) => domain).filter(isOwnDomain);
  const over = new Set(own.length === 0 ? [] : await values.domainsThatAreOver(own, before));
  async function forget([domain, nodes]: readonly [string, readonly DeletedNode[]]): Promise<readonly DeletedNode[]> {
    try {
      const ids = nodes.map((node) => node.data_node_id);
      const used = new Set(await orchestrators(domain).forgetNodes(ids, over.has(domain)));
      if (used.size > 0) over.delete(domain);
      return nodes.filter((node) => used.has(node.data_node_id));
    } catch (error) {
      log("nodes_not_forgotten", { domain, nodes: nodes.length, error: String(error) });
      over.delete(domain);
      return nodes;
    }
  }
  return {
    objects: domains.length,
    async run() {
      const left = new Set((await sideBySide(domains, OBJECTS_AT_ONCE, forget)).flat());
      const called = domains.flatMap(([, nodes]) => nodes);
      const done = [...kept, ...called.filter((node) => !left.has(node))];
      const since = addTime(before, TRY_AGAIN_AFTER);
      await values.settleDeletedNodes({ done, left: [...left], since, ended: [...over] });
    },
  };
}

async function deleteGarbage(
  { values, discard }: ValueSweepDeps,
  before: Timestamp,
  maxPayloads: number,
  swept: { payloads: number },
): Promise<void> {
  for (let calls = 0; ; ) {
    const limit = Math.min(PAYLOADS_AT_ONCE, maxPayloads - calls);
    const waiting = await values.waitingPayloads(before, limit);
    const keys = [...new Set(waiting.filter((payload) => !payload.is_used).map((payload) => payload.key))];
    const stuck = await discardAll(discard, keys);
    const left = waiting.filter(({ key }) => stuck.has(key));
    const done = waiting.filter(({ key }) => !stuck.has(key));
    // Forgotten last: a run that breaks off here repeats itself.
    if (left.length > 0) await values.postponeWaiting(left, addTime(before, TRY_AGAIN_AFTER));
    if (done.length > 0) await values.forgetWaiting(done);
    calls += keys.length * (stuck.size === 0 ? 1 : 2);
    swept.payloads += keys.length - stuck.size;
    if (waiting.length < limit || calls >= maxPayloads) return;
  }
}

/**
 * Deletes payloads. When that fails, each is tried by itself: one that can't be deleted keeps no other.
 * @returns the keys that could not be deleted
 * @throws what the store throws when it deletes none of them
 */
async function discardAll(discard: ValueSweepDeps["discard"], keys: readonly string[]): Promise<ReadonlySet<string>> {
  const stuck = new Set<string>();
  if (keys.length === 0) return stuck;
  try {
    await discard(keys);
    return stuck;
  } catch (error) {
    let deleted = 0;
    await sideBySide(keys.length === 1 ? [] : keys, OBJECTS_AT_ONCE, async (key) => {
      try {
        await discard([key]);
        deleted += 1;
      } catch (failure) {
        stuck.add(key);
        if (deleted === 0 && stuck.size === MOST_STUCK) throw failure;
      }
    });
    if (deleted === 0) throw error;
    return stuck;
  }
}

/**
 * Runs one after the other, also when one fails.
 * @throws what the first one throws that fails
 */
async function eachInTurn(parts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of parts) await part().catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
