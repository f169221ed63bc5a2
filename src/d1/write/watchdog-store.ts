import type { UnfinishedSubmission, WatchdogStore } from "../../core/ports/cron/watchdog-store.ts";

export const createWatchdogStore = (db: D1Database): WatchdogStore => ({
  async position() {
    const after = await db.prepare("SELECT after FROM watchdog_position WHERE id = 1").first<string>("after");
    return after ? (JSON.parse(after) as UnfinishedSubmission) : null;
  },
  async keepPosition(position) {
    const after = position === null ? "" : JSON.stringify(position);
    await db.prepare("UPDATE watchdog_position SET after = ?1 WHERE id = 1").bind(after).run();
  },
  async unfinished(after, limit) {
    const { domain = "", creation_date = "", id = "" } = after ?? {};
    const { results } = await db
      .prepare(UNFINISHED)
      .bind(domain, creation_date, id, limit)
      .all<UnfinishedSubmission & Record<string, unknown>>();
    return results;
  },
});

// All of it is in the index: no row of the table is read.
const UNFINISHED = `SELECT domain, creation_date, id FROM submissions WHERE finished_at IS NULL
  AND (domain, creation_date, id) > (?1, ?2, ?3) ORDER BY domain, creation_date, id LIMIT ?4`;
