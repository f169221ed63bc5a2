import type { OwnedEntity } from "../../core/planning/deletion-plan.ts";
import type { VersionDeletions } from "../../core/ports/deletion-store.ts";
import type { Log } from "../../core/ports/runtime.ts";
import { deleteBatch } from "../write/delete-batch.ts";
import { forEachChunk } from "../write/insert.ts";
import { deletePlan } from "./cascade-deletions.ts";

/** Reads and deletions of everything that belongs to one version. */
export const createVersionDeletions = (db: D1Database, log: Log): VersionDeletions => ({
  async readContents(version) {
    const [unfinished, domains, ...found] = await db.batch<{ id: string; domain: string }>([
      db.prepare(`SELECT id FROM submissions WHERE version = ? AND ${UNFINISHED} LIMIT 1`).bind(version),
      db.prepare("SELECT DISTINCT domain FROM scenarios WHERE version = ?").bind(version),
      ...TABLES.map((table) =>
        db
          .prepare(`SELECT id FROM ${table} WHERE ${table === "versions" ? "id" : "version"} = ? LIMIT 1`)
          .bind(version),
      ),
    ]);
    return {
      exists: found.some(({ results }) => results.length > 0),
      unfinished_submission: unfinished?.results[0]?.id ?? null,
      domains: (domains?.results ?? []).map(({ domain }) => domain),
    };
  },
  async scenarioIds(version, limit) {
    const sql = `SELECT id FROM scenarios WHERE version = ? ORDER BY id LIMIT ${limit}`;
    const { results } = await db.prepare(sql).bind(version).all<{ id: string }>();
    return results.map(({ id }) => id);
  },
  async ownedEntities(table, version, limit) {
    const sql = `SELECT id, owner_id, domain FROM ${table} WHERE version = ? ORDER BY id LIMIT ${limit}`;
    const { results } = await db.prepare(sql).bind(version).all<OwnedEntity>();
    return results;
  },
  async submitted(version) {
    const { results } = await db
      .prepare(SUBMITTED)
      .bind(version)
      .all<{ domain: string; id: string; is_task: number }>();
    return results.map((row) => ({ ...row, is_task: row.is_task === 1 }));
  },
  async removePart(plan, cycles) {
    await deleteBatch(db, { ...deletePlan(db, plan), changes: forEachChunk(db, PROMOTE, cycles) }, log);
  },
  async removeVersion(version, cycles) {
    await db.batch([
      ...forEachChunk(db, DELETE_EMPTY_CYCLES, cycles),
      ...[DELETE_JOBS, DELETE_SUBMISSIONS].map((sql) => db.prepare(sql).bind(version)),
      db.prepare("DELETE FROM versions WHERE id = ?").bind(version),
    ]);
  },
});

// A submission that has not ended is its object's.
const DELETE_JOBS = `DELETE FROM jobs WHERE version = ?1
  AND NOT EXISTS (SELECT 1 FROM submissions AS s WHERE s.id = submit_id AND s.finished_at IS NULL)`;
const DELETE_SUBMISSIONS = "DELETE FROM submissions WHERE version = ?1 AND finished_at IS NOT NULL";

const UNFINISHED = "finished_at IS NULL AND job_ids <> '[]'";
const TABLES = ["versions", "scenarios", "tasks", "data_nodes", "jobs", "submissions"] as const;

const SUBMITTED = `SELECT domain, task_id AS id, 1 AS is_task FROM jobs WHERE version = ?1
  UNION SELECT domain, entity_id, 0 FROM submissions WHERE version = ?1 ORDER BY domain`;

/** The oldest scenario of each cycle without a primary one. */
const PROMOTE = `UPDATE scenarios SET primary_scenario = 1 WHERE id IN
  (SELECT (SELECT s.id FROM scenarios AS s WHERE s.cycle = w.value ORDER BY s.creation_date, s.id LIMIT 1)
    FROM json_each(?1) AS w
    WHERE NOT EXISTS (SELECT 1 FROM scenarios AS p WHERE p.cycle = w.value AND p.primary_scenario = 1))`;

/** Shared entities of other versions keep their cycle. */
const DELETE_EMPTY_CYCLES = `DELETE FROM cycles WHERE id IN (SELECT value FROM json_each(?1))
  AND NOT EXISTS (SELECT 1 FROM scenarios AS s WHERE s.cycle = cycles.id)
  AND NOT EXISTS (SELECT 1 FROM tasks AS t WHERE coalesce(t.owner_id, '') = cycles.id
    AND (t.owner_id IS NULL OR t.owner_id NOT GLOB 'SCENARIO_*'))
  AND NOT EXISTS (SELECT 1 FROM data_nodes AS n WHERE coalesce(n.owner_id, '') = cycles.id
    AND (n.owner_id IS NULL OR n.owner_id NOT GLOB 'SCENARIO_*'))`;
