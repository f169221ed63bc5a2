import { parseSequenceId, sequenceId } from "../../core/entities/ids.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import type { EntityWriterDeps } from "../write/deps.ts";

export type DeletableKind = "cycle" | "scenario" | "sequence" | "task";

type Deps = Pick<EntityWriterDeps, "db" | "orchestrators">;

/** Removes one record, and of what points at it only what would break another call. */
export function deleteEntity(deps: Deps, kind: DeletableKind, id: string): Promise<void> {
  switch (kind) {
    case "cycle":
      return deleteCycle(deps.db, id);
    case "scenario":
      return deleteScenario(deps, id);
    case "sequence":
      return deleteSequence(deps.db, id);
    case "task":
      return deleteTask(deps, id);
  }
}

/** What an object may remember of scenarios, it forgets before the record is gone. */
async function announce({ db, orchestrators }: Deps, kind: "scenario" | "task", id: string): Promise<void> {
  const domain = await db.prepare(`SELECT domain FROM ${kind}s WHERE id = ?`).bind(id).first<string>("domain");
  if (domain === null) throw notFound(kind, id);
  await orchestrators(domain).announceDeletion();
}

/** The trailing space is Taipy's. */
export const primaryScenario = (id: string, configId: string): TaipyError =>
  new TaipyError(
    "primary_scenario",
    `Scenario ${id}, which has config id ${configId}, is primary and there are other scenarios in the same cycle. `,
  );

/** Whether a scenario `s` is the primary one of a cycle that still exists and has others. A lost cycle blocks nothing. */
export const IS_BLOCKED = `(s.primary_scenario = 1 AND EXISTS (SELECT 1 FROM cycles AS c WHERE c.id = s.cycle)
  AND EXISTS (SELECT 1 FROM scenarios AS o WHERE o.cycle = s.cycle AND o.id <> s.id))`;

/** Scenarios of the cycle stay and show no cycle from then on. */
async function deleteCycle(db: D1Database, id: string): Promise<void> {
  const { meta } = await db.prepare("DELETE FROM cycles WHERE id = ?").bind(id).run();
  if (meta.changes === 0) throw notFound("cycle", id);
}

/** Its sequences are part of it; the cycle goes too when its primary scenario was alone. Tasks and data nodes stay. */
async function deleteScenario(deps: Deps, id: string): Promise<void> {
  await announce(deps, "scenario", id);
  const { db } = deps;
  const statements = [
    `SELECT s.config_id, ${IS_BLOCKED} AS is_blocked FROM scenarios AS s WHERE s.id = ?1`,
    `DELETE FROM cycles WHERE id = (SELECT s.cycle FROM scenarios AS s WHERE s.id = ?1 AND s.primary_scenario = 1)
      AND NOT EXISTS (SELECT 1 FROM scenarios AS o WHERE o.cycle = cycles.id AND o.id <> ?1)`,
    `DELETE FROM scenarios AS s WHERE s.id = ?1 AND NOT ${IS_BLOCKED}`,
    "DELETE FROM sequences WHERE scenario_id = ?1 AND NOT EXISTS (SELECT 1 FROM scenarios WHERE id = ?1)",
  ];
  const [found] = await db.batch<{ config_id: string; is_blocked: number }>(
    statements.map((sql) => db.prepare(sql).bind(id)),
  );
  const [scenario] = found?.results ?? [];
  if (scenario === undefined) throw notFound("scenario", id);
  if (scenario.is_blocked === 1) throw primaryScenario(id, scenario.config_id);
}

/** Its tasks no longer name it among their parents. */
async function deleteSequence(db: D1Database, id: string): Promise<void> {
  const key = parseSequenceId(id);
  if (key === null) throw notFound("sequence", id);
  const { scenario_id, name } = key;
  const [, deleted] = await db.batch([
    db
      .prepare(
        `DELETE FROM parents WHERE parent_id = ?3 AND child_id IN (SELECT i.value
          FROM sequences AS q CROSS JOIN json_each(q.tasks) AS i WHERE q.scenario_id = ?1 AND q.name = ?2)`,
      )
      .bind(scenario_id, name, sequenceId(name, scenario_id)),
    db.prepare("DELETE FROM sequences WHERE scenario_id = ?1 AND name = ?2").bind(scenario_id, name),
  ]);
  if (deleted?.meta.changes === 0) throw notFound("sequence", id);
}

/** Scenarios and sequences still name it; submitting them says that it is gone. */
async function deleteTask(deps: Deps, id: string): Promise<void> {
  await announce(deps, "task", id);
  const { db } = deps;
  const [deleted] = await db.batch([
    db.prepare("DELETE FROM tasks WHERE id = ?1").bind(id),
    db.prepare("DELETE FROM parents WHERE child_id = ?1").bind(id),
  ]);
  if (deleted?.meta.changes === 0) throw notFound("task", id);
}
