import type { HealthStore, Workload } from "../../core/ports/health/health-store.ts";
import type { Timestamp } from "../../core/time.ts";

/** So many unfinished submissions are counted: each is a row that D1 reads, at every look of a monitor. */
const MOST_COUNTED = 1_000;

/** wrangler's record of migrations. */
const APPLIED = "SELECT name FROM d1_migrations ORDER BY id";
const NO_RECORD = /no such table: d1_migrations/;

const WORKLOAD = `SELECT count(*) AS unfinished_submissions, min(creation_date) AS oldest_unfinished,
  coalesce(sum(json_array_length(pending_jobs)), 0) AS pending_jobs,
  coalesce(sum(json_array_length(running_jobs)), 0) AS running_jobs,
  coalesce(sum(json_array_length(blocked_jobs)), 0) AS blocked_jobs,
  coalesce((SELECT count FROM dead_letters WHERE day = ?1), 0) AS dead_letters_today
  FROM (SELECT creation_date, pending_jobs, running_jobs, blocked_jobs FROM submissions
    WHERE finished_at IS NULL LIMIT ${MOST_COUNTED + 1})`;

/**
 * The oldest of all when not all are counted: one look into the index for each domain that has some, instead of an index by age
 * that each submission would write.
 */
const OLDEST_OF_ALL = `WITH RECURSIVE under_way (domain) AS (
    SELECT min(domain) FROM submissions WHERE finished_at IS NULL
    UNION ALL
    SELECT (SELECT min(domain) FROM submissions WHERE finished_at IS NULL AND domain > under_way.domain)
      FROM under_way WHERE domain IS NOT NULL LIMIT ${MOST_COUNTED})
  SELECT min((SELECT min(creation_date) FROM submissions
    WHERE finished_at IS NULL AND domain = under_way.domain)) AS oldest FROM under_way WHERE domain IS NOT NULL`;

const COUNT = `INSERT INTO dead_letters (day, count) VALUES (?1, ?2)
  ON CONFLICT (day) DO UPDATE SET count = count + excluded.count`;
/** Nothing shows earlier days. */
const FORGET = "DELETE FROM dead_letters WHERE day < ?1";

export const createHealthStore = (db: D1Database): HealthStore => ({
  async migrations() {
    try {
      const { results } = await db.prepare(APPLIED).all<{ name: string }>();
      return results.map(({ name }) => name);
    } catch (error) {
      if (error instanceof Error && NO_RECORD.test(error.message)) return null;
      throw error;
    }
  },
  async workload(now) {
    const row = await db.prepare(WORKLOAD).bind(dayOf(now)).first<Omit<Workload, "is_more">>();
    if (row === null) throw new Error("D1 gave no row for counts");
    const { unfinished_submissions } = row;
    if (unfinished_submissions <= MOST_COUNTED) return { ...row, is_more: false };
    const oldest_unfinished = (await db.prepare(OLDEST_OF_ALL).first<string>("oldest")) ?? row.oldest_unfinished;
    return { ...row, unfinished_submissions: MOST_COUNTED, is_more: true, oldest_unfinished };
  },
  async countDeadLetters(now, count) {
    const day = dayOf(now);
    await db.batch([db.prepare(COUNT).bind(day, count), db.prepare(FORGET).bind(day)]);
  },
});

const dayOf = (time: Timestamp): string => time.slice(0, "2026-11-30".length);
