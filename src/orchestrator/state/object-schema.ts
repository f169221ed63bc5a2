import type { Sql } from "./object-sql.ts";

/**
 * The object's own tables. The list only grows: an object applies what it has not applied yet when it wakes up, so a
 * statement that has been deployed never changes.
 *
 * Documents (`node`, `job`, `submission`) are the JSON of the records of core/jobs/state/records.ts; the columns beside
 * them are what queries need. `position` is that of a job in the order of acceptance.
 */
export const SCHEMA: readonly string[] = [
  "CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), clock INTEGER NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL)",
  "INSERT INTO meta VALUES (1, 0, 0, 0)",
  "CREATE TABLE nodes (id TEXT PRIMARY KEY, node TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE submissions (id TEXT PRIMARY KEY, entity_id TEXT NOT NULL, submission TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE jobs (id TEXT PRIMARY KEY, submit_id TEXT NOT NULL, task_id TEXT NOT NULL, status TEXT NOT NULL, position INTEGER NOT NULL, job TEXT NOT NULL) WITHOUT ROWID",
  // Jobs that a submission still has to run, in order.
  "CREATE INDEX jobs_active ON jobs (submit_id, position) WHERE status IN ('SUBMITTED', 'BLOCKED', 'PENDING', 'RUNNING')",
  // An unfinished job holds each of its outputs.
  "CREATE TABLE locks (node_id TEXT NOT NULL, position INTEGER NOT NULL, job_id TEXT NOT NULL, PRIMARY KEY (node_id, position)) WITHOUT ROWID",
  // A BLOCKED job waits for each input that was not ready.
  "CREATE TABLE waits (node_id TEXT NOT NULL, position INTEGER NOT NULL, job_id TEXT NOT NULL, PRIMARY KEY (node_id, position)) WITHOUT ROWID",
  // due: milliseconds since 1970.
  "CREATE TABLE timers (kind TEXT NOT NULL, id TEXT NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID",
  // What D1 has not confirmed yet: one row an entity, the newest wins. NULL row = deleted.
  "CREATE TABLE outbox (kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, row TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID",
  // What a submission has used of the platform (JSON), once it has ended.
  "CREATE TABLE usage (id TEXT PRIMARY KEY, units TEXT NOT NULL) WITHOUT ROWID",
  // What D1 has not confirmed yet: one row a transaction (a large one: several), in order. `entries` are [kind, id, row]; a
  // row that is null is read from the entity when D1 gets it.
  "CREATE TABLE changes (place INTEGER PRIMARY KEY, revision INTEGER NOT NULL, entries TEXT NOT NULL)",
  `INSERT INTO changes (revision, entries) SELECT revision, json_array(json_array(kind, id,
     iif(kind IN ('edit', 'file'), json(row), NULL))) FROM outbox ORDER BY revision`,
  "DROP TABLE outbox",
  // A pending job's worker is woken again, a running one's lease ends: one timer for both.
  "UPDATE OR REPLACE timers SET kind = 'job' WHERE kind IN ('dispatch', 'lease')",
  // A submission names its jobs.
  "DROP INDEX jobs_active",
  // 1 = something of the object's scenario was about to be deleted.
  "ALTER TABLE meta ADD COLUMN doomed INTEGER NOT NULL DEFAULT 0",
];

/** Brings the object's tables up to date. Runs inside the constructor, before the first call. */
export function applySchema(sql: Sql): void {
  sql.transaction(() => {
    sql.run("CREATE TABLE IF NOT EXISTS schema_version (applied INTEGER NOT NULL)");
    const applied = Number(sql.all<{ applied: number }>("SELECT applied FROM schema_version")[0]?.applied ?? 0);
    if (applied === SCHEMA.length) return;
    for (const statement of SCHEMA.slice(applied)) sql.run(statement);
    sql.run("DELETE FROM schema_version");
    sql.run("INSERT INTO schema_version VALUES (?)", SCHEMA.length);
  });
}
