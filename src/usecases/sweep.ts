import type { App } from "../core/config/app-types.ts";
import { isDatabaseFull } from "../core/faults/d1-faults.ts";
import { isOwnDomain } from "../core/planning/domain.ts";
import type { SessionStore } from "../core/ports/credential-stores.ts";
import type { AuditSweepStore, DeletedNode, SweepStore } from "../core/ports/cron/sweep-store.ts";
import type { Orchestrator } from "../core/ports/orchestrator.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
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
const OBJECTS_AT_ONCE = 6;

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
  const edits = await sweepHistory(deps.values, now);
  const paths = await deps.values.removeFiles(before, PATHS_AT_ONCE);
  const objects = await forgetNodes(deps, before);
  const payloads = await deleteGarbage(deps, before, MAX_CALLS - objects);
  deps.log("swept", { edits, paths, objects, payloads });
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
 * @returns how many objects were called
 */
async function forgetNodes({ values, orchestrators, log }: ValueSweepDeps, before: Timestamp): Promise<number> {
  const waiting = await values.deletedNodes(before, DELETED_NODES_AT_ONCE);
  if (waiting.length === 0) return 0;
  const kept = waiting.filter(({ is_kept }) => is_kept);
  const gone = waiting.filter(({ is_kept }) => !is_kept);
  const domains = [...Map.groupBy(gone, ({ domain }) => domain)].slice(0, MAX_OBJECTS);
  const own = domains.map(([domain]) => domain).filter(isOwnDomain);
  const over = new Set(own.length === 0 ? [] : await values.domainsThatAreOver(own, before));
  const left = new Set<DeletedNode>();
  for (let start = 0; start < domains.length; start += OBJECTS_AT_ONCE) {
    const calls = domains.slice(start, start + OBJECTS_AT_ONCE).map(async ([domain, nodes]) => {
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
    });
    for (const nodes of await Promise.all(calls)) for (const node of nodes) left.add(node);
  }
  const called = domains.flatMap(([, nodes]) => nodes);
  const done = [...kept, ...called.filter((node) => !left.has(node))];
  await values.settleDeletedNodes({ done, left: [...left], since: addTime(before, TRY_AGAIN_AFTER), ended: [...over] });
  return domains.length;
}

/** @returns how many payloads were deleted */
async function deleteGarbage(
  { values, discard }: ValueSweepDeps,
  before: Timestamp,
  maxPayloads: number,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const limit = Math.min(PAYLOADS_AT_ONCE, maxPayloads - deleted);
    const waiting = await values.waitingPayloads(before, limit);
    const keys = [...new Set(waiting.filter((payload) => !payload.is_used).map((payload) => payload.key))];
    if (keys.length > 0) await discard(keys);
    // Forgotten last: a run that breaks off here repeats itself.
    if (waiting.length > 0) await values.forgetWaiting(waiting);
    deleted += keys.length;
    if (waiting.length < limit || deleted >= maxPayloads) return deleted;
  }
}
