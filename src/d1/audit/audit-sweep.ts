import type { AuditSweepStore } from "../../core/ports/cron/sweep-store.ts";

const DAY_LENGTH = "2026-11-23".length;

/** Removes old rows; see usecases/sweep.ts. */
export const createAuditSweepStore = (db: D1Database): AuditSweepStore => ({
  async removeOldest(before, limit) {
    const oldest = `SELECT id FROM audit WHERE id < ?1 ORDER BY id LIMIT ${limit}`;
    const [removed] = await db.batch([
      db.prepare(`DELETE FROM audit WHERE id IN (${oldest})`).bind(before),
      db.prepare("DELETE FROM refused_days WHERE day < ?").bind(before.slice(0, DAY_LENGTH)),
    ]);
    return removed?.meta.changes ?? 0;
  },
});
