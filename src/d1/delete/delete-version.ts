import { TaipyError, unwrap } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import type { Orchestrators } from "../../core/ports/orchestrator.ts";
import { forEachChunk } from "../write/insert.ts";
import { deleteDoomed, purge } from "./delete-cascade.ts";
import { type Doomed, NOTHING_DOOMED, readDoomedScenarios } from "./owned-entities.ts";

interface Deps {
  readonly db: D1Database;
  readonly orchestrators: Orchestrators;
}

/** Entities that one batch removes. */
const AT_ONCE = 100;

/**
 * Removes a version with all its entities, as cascading deletions do: the objects forget first. A large version takes many
 * batches; when it breaks off between them, the same call goes on. Cycles have no version: one that only had scenarios of
 * this version goes with them, in any other the oldest scenario that is left becomes the primary one.
 */
export async function deleteVersion(deps: Deps, version: string, force: boolean): Promise<void> {
  const { db } = deps;
  const { found, domains } = await readVersion(db, version, force);
  if (!found) throw notFound("version", version);
  const cycles = new Set<string>();
  for (;;) {
    const ids = await idsOf(db, "scenarios", version);
    if (ids.length === 0) break;
    const { doomed, cycles: touched } = await readDoomedScenarios(db, ids);
    for (const cycle of touched) cycles.add(cycle);
    await remove(deps, doomed, force, forEachChunk(db, PROMOTE, touched));
  }
  await removeShared(deps, "tasks", version, force, domains);
  await removeShared(deps, "data_nodes", version, force, domains);
  await purgeRest(deps, version, force);
  await db.batch([
    ...forEachChunk(db, DELETE_EMPTY_CYCLES, [...cycles]),
    db.prepare("DELETE FROM versions WHERE id = ?").bind(version),
  ]);
}

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

const UNFINISHED = "finished_at IS NULL AND job_ids <> '[]'";
const TABLES = ["versions", "scenarios", "tasks", "data_nodes", "jobs", "submissions"] as const;

async function readVersion(db: D1Database, version: string, force: boolean) {
  const [unfinished, domains, ...found] = await db.batch<{ id: string; domain: string }>([
    db.prepare(`SELECT id FROM submissions WHERE version = ? AND ${UNFINISHED} LIMIT 1`).bind(version),
    db.prepare("SELECT DISTINCT domain FROM scenarios WHERE version = ?").bind(version),
    ...TABLES.map((table) =>
      db.prepare(`SELECT id FROM ${table} WHERE ${table === "versions" ? "id" : "version"} = ? LIMIT 1`).bind(version),
    ),
  ]);
  const [open] = unfinished?.results ?? [];
  if (open !== undefined && !force) {
    const message = `Jobs of ${open.id} are not finished yet. Wait for them, or add force=true.`;
    throw new TaipyError("jobs_unfinished", message);
  }
  return {
    found: found.some(({ results }) => results.length > 0),
    domains: (domains?.results ?? []).map(({ domain }) => domain),
  };
}

async function idsOf(db: D1Database, table: "scenarios", version: string): Promise<readonly string[]> {
  const sql = `SELECT id FROM ${table} WHERE version = ? ORDER BY id LIMIT ${AT_ONCE}`;
  const { results } = await db.prepare(sql).bind(version).all<{ id: string }>();
  return results.map(({ id }) => id);
}

async function remove(
  deps: Deps,
  doomed: Doomed,
  force: boolean,
  more: readonly D1PreparedStatement[] = [],
): Promise<void> {
  await purge(deps, doomed, force);
  await deps.db.batch([...deleteDoomed(deps.db, doomed), ...more]);
}

/** What cycles and nobody own. A shared task may have jobs in the domain of any scenario that used it. */
async function removeShared(
  deps: Deps,
  table: "tasks" | "data_nodes",
  version: string,
  force: boolean,
  other_domains: readonly string[],
): Promise<void> {
  const sql = `SELECT id, owner_id, domain FROM ${table} WHERE version = ? ORDER BY id LIMIT ${AT_ONCE}`;
  for (;;) {
    const { results } = await deps.db.prepare(sql).bind(version).all();
    if (results.length === 0) return;
    await remove(deps, { ...NOTHING_DOOMED, [table]: results, other_domains }, force);
  }
}

/** Jobs and submissions whose tasks and entities had gone before. */
async function purgeRest({ db, orchestrators }: Deps, version: string, force: boolean): Promise<void> {
  const sql = `SELECT domain, task_id AS id, 1 AS is_task FROM jobs WHERE version = ?1
    UNION SELECT domain, entity_id, 0 FROM submissions WHERE version = ?1 ORDER BY domain`;
  const { results } = await db.prepare(sql).bind(version).all<{ domain: string; id: string; is_task: number }>();
  for (const [domain, rows] of Map.groupBy(results, (row) => row.domain)) {
    const [tasks, entities] = [1, 0].map((kind) => rows.filter((row) => row.is_task === kind).map((row) => row.id));
    unwrap(await orchestrators(domain).purge(tasks ?? [], entities ?? [], force));
  }
}
