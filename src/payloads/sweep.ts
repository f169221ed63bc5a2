import type { Clock, Log } from "../core/ports/runtime.ts";
import { addTime, formatTime, MICROSECONDS_PER_DAY, type Timestamp } from "../core/time.ts";
import { planSweep, type SweepCandidate } from "../core/values/history.ts";
import { forEachChunk } from "../d1/write/insert.ts";

export interface SweepDeps {
  readonly db: D1Database;
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

/**
 * A doomed payload stays this long: jobs that run, a restore under way and an object whose outbox waits for D1 may still
 * hold a reference that the database does not show.
 */
const GRACE = MICROSECONDS_PER_DAY;

/**
 * Removes the values that no history keeps any more, in two steps: an edit beyond its node's limit loses its value and
 * dooms its payload; a doomed payload that nothing points at goes for good a day later. May run at any time and twice at once.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  const now = formatTime(deps.clock());
  const edits = await sweepHistory(deps.db, now);
  const payloads = await sweepDoomed(deps, addTime(now, -GRACE));
  deps.log("swept", { edits, payloads });
}

const CANDIDATES = `SELECT n.id, n.edit_number, n.properties ->> 'history_limit' AS history_limit, coalesce(s.number, 0) AS swept_to
  FROM data_nodes AS n LEFT JOIN swept_edits AS s ON s.data_node_id = n.id WHERE n.id > ?1 ORDER BY n.id LIMIT ?2`;

// The range is bounded by the node's newest edit once more: whatever the plan says, that one keeps its value.
const EDITS_IN_RANGE = `FROM json_each(?1) AS w CROSS JOIN data_nodes AS n ON n.id = w.value ->> 'data_node_id'
  CROSS JOIN edits AS e ON e.data_node_id = n.id AND e.number BETWEEN w.value ->> 'from' AND w.value ->> 'to'
  WHERE e.number < n.edit_number`;
const DOOM_RANGES = `INSERT OR IGNORE INTO doomed_payloads SELECT ?2, e.key ${EDITS_IN_RANGE} AND e.key IS NOT NULL`;
const EMPTY_RANGES = `UPDATE edits SET key = NULL, body = NULL
  WHERE (data_node_id, number) IN (SELECT e.data_node_id, e.number ${EDITS_IN_RANGE})`;
const RECORD_RANGES = `INSERT INTO swept_edits SELECT value ->> 'data_node_id', value ->> 'to' FROM json_each(?1)
  WHERE EXISTS (SELECT 1 FROM data_nodes WHERE id = value ->> 'data_node_id')
  ON CONFLICT (data_node_id) DO UPDATE SET number = max(number, excluded.number)`;
const MOVE = "UPDATE sweep_position SET after = ?1 WHERE id = 1";

/** @returns how many edits have lost their value */
async function sweepHistory(db: D1Database, now: Timestamp): Promise<number> {
  let after = (await db.prepare("SELECT after FROM sweep_position WHERE id = 1").first<string>("after")) ?? "";
  let budget = MAX_EDITS;
  for (let page = 0; page < MAX_PAGES && budget > 0; page += 1) {
    const { results } = await db
      .prepare(CANDIDATES)
      .bind(after, NODES_AT_ONCE)
      .all<SweepCandidate & Record<string, unknown>>();
    const plan = planSweep(results, budget);
    const isEnd = results.length < NODES_AT_ONCE && plan.after === (results.at(-1)?.id ?? null);
    after = isEnd ? "" : (plan.after ?? after);
    await db.batch([
      ...forEachChunk(db, DOOM_RANGES, plan.ranges, now),
      ...forEachChunk(db, EMPTY_RANGES, plan.ranges),
      ...forEachChunk(db, RECORD_RANGES, plan.ranges),
      db.prepare(MOVE).bind(after),
    ]);
    budget -= plan.ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    if (isEnd) break;
  }
  return MAX_EDITS - budget;
}

const DOOMED = `SELECT d.since, d.key, EXISTS (SELECT 1 FROM edits AS e WHERE e.key = d.key)
    OR EXISTS (SELECT 1 FROM files AS f WHERE f.key = d.key) AS is_used
  FROM doomed_payloads AS d WHERE d.since < ?1 ORDER BY d.since, d.key LIMIT ?2`;
const FORGET = `DELETE FROM doomed_payloads WHERE (since, key) IN
  (SELECT value ->> 'since', value ->> 'key' FROM json_each(?1))`;

/** @returns how many payloads are gone for good */
async function sweepDoomed({ db, discard }: SweepDeps, before: Timestamp): Promise<number> {
  const { results } = await db
    .prepare(DOOMED)
    .bind(before, MAX_PAYLOADS)
    .all<{ since: string; key: string; is_used: number }>();
  const keys = results.filter((payload) => payload.is_used === 0).map((payload) => payload.key);
  if (keys.length > 0) await discard(keys);
  // Forgotten last: a run that breaks off here repeats itself.
  if (results.length > 0) await db.batch(forEachChunk(db, FORGET, results));
  return keys.length;
}
