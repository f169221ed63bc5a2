import { TaipyError, unwrap } from "../../core/errors.ts";
import { doomValuesOf } from "../../payloads/garbage.ts";
import { planAndWrite } from "../write/constraint.ts";
import type { EntityWriterDeps } from "../write/deps.ts";
import { forEachChunk, jsonChunks } from "../write/insert.ts";
import type { DeletableKind } from "./delete-entity.ts";
import { type Doomed, MAX_DOMAINS, readDoomed, tooLarge } from "./owned-entities.ts";

type Deps = Pick<EntityWriterDeps, "db" | "orchestrators">;

/** How many orchestrator objects are asked at the same time. */
const PURGES_AT_ONCE = 6;

/**
 * Removes an entity with everything that it owns, and their jobs and submissions. The objects forget first; the rows of
 * jobs and submissions go with them, all other rows in one batch. What a new scenario joins meanwhile is read again.
 */
export async function deleteCascade(deps: Deps, kind: DeletableKind, id: string, force: boolean): Promise<void> {
  const { db } = deps;
  await planAndWrite(async () => {
    const doomed = await readDoomed(db, kind, id);
    if (purgesOf(doomed).size > MAX_DOMAINS) throw tooLarge(id);
    await purge(deps, doomed, force);
    await db.batch(deleteDoomed(db, doomed));
  });
}

interface Purge {
  readonly tasks: Set<string>;
  readonly entities: Set<string>;
}

/** What the object of each domain has to forget. A shared task may have jobs in the domain of any scenario that uses it. */
function purgesOf(doomed: Doomed): Map<string, Purge> {
  const purges = new Map<string, Purge>();
  const of = (domain: string): Purge => {
    const purge = purges.get(domain) ?? { tasks: new Set(), entities: new Set() };
    purges.set(domain, purge);
    return purge;
  };
  for (const { id, domain } of [...doomed.scenarios, ...doomed.sequences, ...doomed.tasks]) of(domain).entities.add(id);
  const domainOfScenario = new Map(doomed.scenarios.map((scenario) => [scenario.id, scenario.domain]));
  const allScenarioDomains = [...new Set([...domainOfScenario.values(), ...doomed.other_domains])];
  for (const { id, owner_id, domain } of doomed.tasks) {
    const owner = owner_id === null ? undefined : domainOfScenario.get(owner_id);
    for (const other of [domain, ...(owner === undefined ? allScenarioDomains : [owner])]) of(other).tasks.add(id);
  }
  return purges;
}

/** Has the objects forget what is doomed. */
export async function purge({ db, orchestrators }: Deps, doomed: Doomed, force: boolean): Promise<void> {
  const purges = [...purgesOf(doomed)];
  // With one domain the object's own refusal changes nothing; with several, the first must not forget before the last refuses.
  if (!force && purges.length > 1) await refuseUnfinished(db, doomed);
  for (let start = 0; start < purges.length; start += PURGES_AT_ONCE) {
    const outcomes = await Promise.all(
      purges
        .slice(start, start + PURGES_AT_ONCE)
        .map(([domain, { tasks, entities }]) => orchestrators(domain).purge([...tasks], [...entities], force)),
    );
    for (const outcome of outcomes) unwrap(outcome);
  }
}

async function refuseUnfinished(db: D1Database, doomed: Doomed): Promise<void> {
  const entities = [...doomed.scenarios, ...doomed.sequences, ...doomed.tasks].map((entity) => entity.id);
  const sql = `SELECT s.id FROM json_each(?1) AS w CROSS JOIN submissions AS s ON s.entity_id = w.value
    WHERE s.finished_at IS NULL AND s.job_ids <> '[]' LIMIT 1`;
  for (const statement of forEachChunk(db, sql, entities)) {
    const submission = await statement.first<string>("id");
    if (submission === null) continue;
    throw new TaipyError(
      "jobs_unfinished",
      `Jobs of ${submission} are not finished yet. Wait for them, or add force=true.`,
    );
  }
}

/** Removes the rows of what the objects have forgotten. */
export function deleteDoomed(db: D1Database, doomed: Doomed): D1PreparedStatement[] {
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);
  const tasks = idsOf(doomed.tasks);
  const nodes = idsOf(doomed.data_nodes);
  const scenarios = idsOf(doomed.scenarios);
  const users = [...tasks, ...scenarios, ...idsOf(doomed.sequences)];
  const remove = (from: string, ids: readonly unknown[]) =>
    forEachChunk(db, `DELETE FROM ${from} IN (SELECT value FROM json_each(?1))`, ids);
  return [
    db
      .prepare(
        `INSERT INTO cycles (id) SELECT NULL WHERE EXISTS (SELECT 1 FROM scenarios
          WHERE cycle = ?1 AND id NOT IN (SELECT value FROM json_each(?2)))`,
      )
      .bind(doomed.cycle, JSON.stringify(scenarios)),
    ...doomValuesOf(db, nodes),
    ...remove("edits WHERE data_node_id", nodes),
    ...remove("swept_edits WHERE data_node_id", nodes),
    ...remove("data_nodes WHERE id", nodes),
    ...remove("tasks WHERE id", tasks),
    ...remove("sequences WHERE scenario_id", scenarios),
    ...forEachChunk(db, DELETE_SEQUENCES, doomed.sequences),
    ...remove("scenarios WHERE id", scenarios),
    ...remove("cycles WHERE id", doomed.cycle === null ? [] : [doomed.cycle]),
    ...remove("parents WHERE child_id", [...nodes, ...tasks]),
    ...jsonChunks(doomed.survivors).flatMap((survivors) => forEachChunk(db, DELETE_LINKS, users, survivors)),
  ];
}

const DELETE_SEQUENCES = `DELETE FROM sequences WHERE (scenario_id, name) IN
  (SELECT value ->> 'scenario_id', value ->> 'name' FROM json_each(?1))`;

const DELETE_LINKS = `DELETE FROM parents WHERE child_id IN (SELECT value FROM json_each(?2))
  AND parent_id IN (SELECT value FROM json_each(?1))`;
