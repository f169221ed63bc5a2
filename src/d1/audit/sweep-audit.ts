import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime, MICROSECONDS_PER_DAY } from "../../core/time.ts";

/** One statement's share, and one run's; the next run goes on. */
const ROWS_AT_ONCE = 1_000;
const MAX_STATEMENTS = 20;

const OLDEST = `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < ?1 ORDER BY id LIMIT ${ROWS_AT_ONCE})`;

/** Removes what is older than so many days from the audit trail. @returns how many rows */
export async function sweepAudit(db: D1Database, clock: Clock, days: number): Promise<number> {
  const before = formatTime(clock() - days * MICROSECONDS_PER_DAY);
  let removed = 0;
  for (let statement = 0; statement < MAX_STATEMENTS; statement += 1) {
    const { meta } = await db.prepare(OLDEST).bind(before).run();
    removed += meta.changes;
    if (meta.changes < ROWS_AT_ONCE) break;
  }
  return removed;
}
