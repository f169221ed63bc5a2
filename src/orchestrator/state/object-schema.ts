import type { Sql } from "./object-sql.ts";

/**
 * The object's own tables. The list only grows: an object applies what it has not applied yet when it wakes up, so a
 * statement that has been deployed never changes. The last release works on these tables, too, and it writes rows without
 * naming columns: new columns go into tables of their own (or `meta`), and data is changed by statements that may run twice.
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
  // Ids of task configs without a timeout whose last try took long (JSON).
  "ALTER TABLE meta ADD COLUMN slow_tasks TEXT NOT NULL DEFAULT '[]'",
  // ObjectCounters as JSON; one that is missing is 0.
  "ALTER TABLE meta ADD COLUMN counters TEXT NOT NULL DEFAULT '{}'",
  // Transactions whose changes are not in the tables above; see Journal. While it has rows, `meta` has none: then release 0.1.0,
  // which does not know the journal, fails before it changes anything.
  "CREATE TABLE journal (place INTEGER PRIMARY KEY, revision INTEGER NOT NULL, state TEXT NOT NULL, entries TEXT NOT NULL)",
];

/**
 * The count that release 0.1.0 keeps in `schema_version`: it runs the statements above what it finds there, and lowers what is
 * higher than its own number. So it finds its own number for ever.
 */
const STATEMENTS_OF_0_1_0 = 17;

// docs/decisions/056-neighbouring-releases-alternate.md
/**
 * Brings the object's tables up to date. Runs inside the constructor, before the first call. The count of applied statements is
 * never lowered: an earlier release that wakes the object leaves it alone.
 * @param schema of another release, in tests
 */
export function applySchema(sql: Sql, schema: readonly string[] = SCHEMA): void {
  sql.transaction(() => {
    sql.run("CREATE TABLE IF NOT EXISTS applied_statements (count INTEGER NOT NULL)");
    const own = numberIn(sql, "SELECT count AS number FROM applied_statements");
    if (own !== null && own >= schema.length) return;
    sql.run("CREATE TABLE IF NOT EXISTS schema_version (applied INTEGER NOT NULL)");
    const old = numberIn(sql, "SELECT applied AS number FROM schema_version");
    const isNew = own === null && old === null;
    const applied = own ?? old ?? 0;
    for (const statement of schema.slice(applied)) if (isNew || !isApplied(sql, statement)) sql.run(statement);
    setNumber(sql, "applied_statements", Math.max(applied, schema.length));
    if (old !== STATEMENTS_OF_0_1_0) setNumber(sql, "schema_version", STATEMENTS_OF_0_1_0);
  });
}

/** What a statement makes or removes: an object whose count was lowered by release 0.1.0 has it already. */
function isApplied(sql: Sql, statement: string): boolean {
  const has = (name: string) => sql.all("SELECT 1 FROM sqlite_master WHERE name = ?", name).length > 0;
  const [, created] = /^CREATE (?:TABLE|INDEX) (\w+)/.exec(statement) ?? [];
  if (created !== undefined) return has(created);
  const [, dropped] = /^DROP (?:TABLE|INDEX) (\w+)/.exec(statement) ?? [];
  if (dropped !== undefined) return !has(dropped);
  const [, table, column] = /^ALTER TABLE (\w+) ADD COLUMN (\w+)/.exec(statement) ?? [];
  if (table === undefined || column === undefined) return false;
  return sql.all("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", table, column).length > 0;
}

function numberIn(sql: Sql, query: string): number | null {
  return sql.all<{ number: number }>(query)[0]?.number ?? null;
}

function setNumber(sql: Sql, table: "applied_statements" | "schema_version", number: number): void {
  sql.run(`DELETE FROM ${table}`);
  sql.run(`INSERT INTO ${table} VALUES (?)`, number);
}
