import { isDatabaseFull } from "../../core/faults/d1-faults.ts";
import { SLOTS } from "../../core/jobs/slots/limits.ts";
import type { SweepStore } from "../../core/ports/cron/sweep-store.ts";
import type { Log } from "../../core/ports/runtime.ts";
import type { SweepCandidate } from "../../core/values/history.ts";
import { deleteBatch } from "./delete-batch.ts";
import { configuredPathOf } from "./deleted.ts";
import { NOW } from "./garbage.ts";
import { forEachChunk } from "./insert.ts";

export const createSweepStore = (db: D1Database, log: Log): SweepStore => ({
  async position() {
    return (await db.prepare("SELECT after FROM sweep_position WHERE id = 1").first<string>("after")) ?? "";
  },
  async candidates(after, limit) {
    const { results } = await db.prepare(CANDIDATES).bind(after, limit).all<SweepCandidate & Record<string, unknown>>();
    return results;
  },
  async removeValues(ranges, now, position) {
    await db.batch([
      ...forEachChunk(db, MARK_RANGES, ranges, now),
      ...forEachChunk(db, EMPTY_RANGES, ranges),
      ...forEachChunk(db, RECORD_RANGES, ranges),
      db.prepare("UPDATE sweep_position SET after = ?1 WHERE id = 1").bind(position),
    ]);
  },
  async waitingPayloads(before, limit) {
    const { results } = await db
      .prepare(WAITING)
      .bind(before, limit)
      .all<{ since: string; key: string; is_used: number }>();
    return results.map((payload) => ({ ...payload, is_used: payload.is_used === 1 }));
  },
  async postponeWaiting(payloads, since) {
    await db.batch([...forEachChunk(db, POSTPONE, payloads, since), ...forEachChunk(db, FORGET, payloads)]);
  },
  async forgetWaiting(payloads) {
    await db.batch(forEachChunk(db, FORGET, payloads));
  },
  async deletedNodes(before, limit) {
    const { results } = await db
      .prepare(DELETED_NODES)
      .bind(before, limit)
      .all<{ since: string; domain: string; data_node_id: string; is_kept: number }>();
    return results.map((node) => ({ ...node, is_kept: node.is_kept === 1 }));
  },
  async domainsThatAreOver(domains, before) {
    const { results } = await db.prepare(OVER).bind(JSON.stringify(domains), before).all<{ domain: string }>();
    return results.map(({ domain }) => domain);
  },
  async settleDeletedNodes({ done, left, since, ended }) {
    const postponing = [...forEachChunk(db, FORGET_NODES, left), ...forEachChunk(db, POSTPONE_NODES, left, since)];
    const over = new Set(ended);
    const waits = [
      ...done.filter(({ domain }) => over.has(domain)),
      ...ended.map((domain) => ({ domain, data_node_id: SLOTS })),
    ];
    const forgetting = [
      ...forEachChunk(db, FORGET_NODES, done),
      ...forEachChunk(db, REMOVE_WAITS, waits),
      ...forEachChunk(db, REMOVE_COUNTERS, ended),
    ];
    try {
      await db.batch([...forgetting, ...postponing]);
    } catch (error) {
      // Those that are left keep their place, and are tried again with the next run.
      if (!isDatabaseFull(error)) throw error;
      if (forgetting.length > 0) await db.batch(forgetting);
    }
  },
  async removeFiles(before, limit) {
    const { results } = await db
      .prepare("SELECT since, path FROM deleted_paths WHERE since < ?1 ORDER BY since, path LIMIT ?2")
      .bind(before, limit)
      .all<{ since: string; path: string }>();
    if (results.length === 0) return 0;
    const notes = forEachChunk(db, MARK_FILES, results, before);
    const deletions = [...forEachChunk(db, DELETE_FILES, results, before), ...forEachChunk(db, FORGET_PATHS, results)];
    await deleteBatch(db, { notes, deletions }, log);
    return results.length;
  },
});

const CANDIDATES = `SELECT n.id, n.edit_number, n.properties ->> 'history_limit' AS history_limit, coalesce(s.number, 0) AS swept_to
  FROM data_nodes AS n LEFT JOIN swept_edits AS s ON s.data_node_id = n.id WHERE n.id > ?1 ORDER BY n.id LIMIT ?2`;

// Bounded by the node's newest edit once more: whatever the plan says, that one keeps its value.
const EDITS_IN_RANGE = `FROM json_each(?1) AS w CROSS JOIN data_nodes AS n ON n.id = w.value ->> 'data_node_id'
  CROSS JOIN edits AS e ON e.data_node_id = n.id AND e.number BETWEEN w.value ->> 'from' AND w.value ->> 'to'
  WHERE e.number < n.edit_number`;
const MARK_RANGES = `INSERT OR IGNORE INTO doomed_payloads (since, key) SELECT ?2, e.key ${EDITS_IN_RANGE} AND e.key IS NOT NULL`;
const EMPTY_RANGES = `UPDATE edits SET key = NULL, body = NULL
  WHERE (data_node_id, number) IN (SELECT e.data_node_id, e.number ${EDITS_IN_RANGE})`;
const RECORD_RANGES = `INSERT INTO swept_edits (data_node_id, number) SELECT value ->> 'data_node_id', value ->> 'to' FROM json_each(?1)
  WHERE EXISTS (SELECT 1 FROM data_nodes WHERE id = value ->> 'data_node_id')
  ON CONFLICT (data_node_id) DO UPDATE SET number = max(number, excluded.number)`;

// A payload may be marked twice: it waits from when its last reference was removed. A mark in the future is that of a write
// whose outcome is not known: it keeps no value that was deleted since.
const WAITING = `SELECT d.since, d.key, EXISTS (SELECT 1 FROM edits AS e WHERE e.key = d.key)
    OR EXISTS (SELECT 1 FROM files AS f WHERE f.key = d.key)
    OR d.key IN (SELECT l.key FROM doomed_payloads AS l WHERE l.since >= ?1 AND l.since <= ${NOW}) AS is_used
  FROM doomed_payloads AS d WHERE d.since < ?1 ORDER BY d.since, d.key LIMIT ?2`;
const FORGET = `DELETE FROM doomed_payloads WHERE (since, key) IN
  (SELECT value ->> 'since', value ->> 'key' FROM json_each(?1))`;

const POSTPONE = "INSERT OR IGNORE INTO doomed_payloads (since, key) SELECT ?2, value ->> 'key' FROM json_each(?1)";

const DELETED_NODES = `SELECT d.since, d.domain, d.data_node_id,
    EXISTS (SELECT 1 FROM data_nodes AS n WHERE n.id = d.data_node_id AND n.domain = d.domain) AS is_kept
  FROM deleted_nodes AS d WHERE d.since < ?1 ORDER BY d.since, d.domain LIMIT ?2`;
const FORGET_NODES = `DELETE FROM deleted_nodes WHERE (since, domain, data_node_id) IN
  (SELECT value ->> 'since', value ->> 'domain', value ->> 'data_node_id' FROM json_each(?1))`;
const POSTPONE_NODES = `INSERT OR IGNORE INTO deleted_nodes (since, domain, data_node_id)
  SELECT ?2, value ->> 'domain', value ->> 'data_node_id' FROM json_each(?1)`;

// Each list of rows by domain is an index of migration 0013, whose condition is repeated.
const rowsIn = (table: string): string =>
  `EXISTS (SELECT 1 FROM ${table} AS r WHERE r.domain = w.value AND r.domain GLOB 'SCENARIO_*')`;
const IS_OVER = `iif(w.value GLOB 'SCENARIO_*',
  NOT EXISTS (SELECT 1 FROM scenarios AS r WHERE r.id = w.value)
    AND NOT ${["data_nodes", "tasks", "jobs", "submissions"].map(rowsIn).join(" AND NOT ")},
  w.value GLOB 'DATANODE_*' AND NOT EXISTS (SELECT 1 FROM data_nodes AS r WHERE r.id = w.value))`;
const OVER = `SELECT w.value AS domain FROM json_each(?1) AS w
  WHERE w.value NOT IN (SELECT domain FROM deleted_nodes WHERE since >= ?2) AND ${IS_OVER}`;
/** Of an object that has ended. A restore may have brought such rows back. */
const REMOVE_WAITS = `DELETE FROM foreign_waits WHERE (data_node_id, domain) IN
  (SELECT value ->> 'data_node_id', value ->> 'domain' FROM json_each(?1))`;
const REMOVE_COUNTERS = `DELETE FROM outbox_fences WHERE domain IN (SELECT w.value FROM json_each(?1) AS w WHERE ${IS_OVER})`;

/**
 * Without those whose last data node was deleted since: the later note removes their files. No index by path: the data nodes
 * are read once for all paths of a run, which are few.
 */
const UNNAMED_PATHS = `SELECT value ->> 'path' FROM json_each(?1) WHERE value ->> 'path' NOT IN
  (SELECT path FROM (SELECT ${configuredPathOf("n")} AS path FROM data_nodes AS n) WHERE path IS NOT NULL
    UNION ALL SELECT path FROM deleted_paths WHERE since >= ?2)`;
const MARK_FILES = `INSERT OR IGNORE INTO doomed_payloads (since, key) SELECT w.value ->> 'since', f.key
  FROM json_each(?1) AS w CROSS JOIN files AS f ON f.path = w.value ->> 'path'
  WHERE f.key IS NOT NULL AND f.path IN (${UNNAMED_PATHS})`;
const DELETE_FILES = `DELETE FROM files WHERE path IN (${UNNAMED_PATHS})`;
const FORGET_PATHS = `DELETE FROM deleted_paths WHERE (since, path) IN
  (SELECT value ->> 'since', value ->> 'path' FROM json_each(?1))`;
