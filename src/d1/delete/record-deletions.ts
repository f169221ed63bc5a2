import { parseSequenceId, sequenceId } from "../../core/entities/ids.ts";
import type { RecordDeletions, Removal } from "../../core/ports/deletion-store.ts";
import type { Log } from "../../core/ports/runtime.ts";
import { deleteBatch } from "../write/delete-batch.ts";
import { noteUses } from "../write/deleted.ts";

/** Removes one record, and of what points at it only what would break another call. */
export const createRecordDeletions = (db: D1Database, log: Log): RecordDeletions => ({
  domainOf: (kind, id) => db.prepare(`SELECT domain FROM ${kind}s WHERE id = ?`).bind(id).first<string>("domain"),
  removeRecord(kind, id) {
    switch (kind) {
      case "cycle":
        return deleteCycle(db, id);
      case "scenario":
        return deleteScenario(db, log, id);
      case "sequence":
        return deleteSequence(db, id);
      case "task":
        return deleteTask(db, log, id);
    }
  },
});

const removal = (deleted: D1Result | undefined): Removal => (deleted?.meta.changes === 0 ? "not_found" : "removed");

/** Whether a scenario `s` is the primary one of a cycle that still exists and has others. A lost cycle blocks nothing. */
export const IS_BLOCKED = `(s.primary_scenario = 1 AND EXISTS (SELECT 1 FROM cycles AS c WHERE c.id = s.cycle)
  AND EXISTS (SELECT 1 FROM scenarios AS o WHERE o.cycle = s.cycle AND o.id <> s.id))`;

/** Scenarios of the cycle stay and show no cycle from then on. */
const deleteCycle = async (db: D1Database, id: string): Promise<Removal> =>
  removal(await db.prepare("DELETE FROM cycles WHERE id = ?").bind(id).run());

const HAS_GONE = "scenario_id = ?1 AND NOT EXISTS (SELECT 1 FROM scenarios WHERE id = ?1)";

/** Its sequences are part of it; the cycle goes too when its primary scenario was alone. Tasks and data nodes stay. */
async function deleteScenario(db: D1Database, log: Log, id: string): Promise<Removal> {
  const statements = [
    `SELECT s.config_id, ${IS_BLOCKED} AS is_blocked FROM scenarios AS s WHERE s.id = ?1`,
    `DELETE FROM cycles WHERE id = (SELECT s.cycle FROM scenarios AS s WHERE s.id = ?1 AND s.primary_scenario = 1)
      AND NOT EXISTS (SELECT 1 FROM scenarios AS o WHERE o.cycle = cycles.id AND o.id <> ?1)`,
    `DELETE FROM scenarios AS s WHERE s.id = ?1 AND NOT ${IS_BLOCKED}`,
    `DELETE FROM sequences WHERE ${HAS_GONE}`,
    `DELETE FROM nodes_of_deleted_tasks WHERE ${HAS_GONE}`,
  ];
  const deletions = statements.map((sql) => db.prepare(sql).bind(id));
  const notes = noteUses(db, { scenarios: [id] });
  const results = await deleteBatch<{ config_id: string; is_blocked: number }>(db, { notes, deletions }, log);
  const scenario = results.flatMap((result) => result.results)[0];
  if (scenario === undefined) return "not_found";
  return scenario.is_blocked === 1 ? { blocked: { config_id: scenario.config_id } } : "removed";
}

/** Its tasks no longer name it among their parents. */
async function deleteSequence(db: D1Database, id: string): Promise<Removal> {
  const key = parseSequenceId(id);
  if (key === null) return "not_found";
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
  return removal(deleted);
}

/** Scenarios and sequences still name it; submitting them says that it is gone. */
async function deleteTask(db: D1Database, log: Log, id: string): Promise<Removal> {
  const deletions = [
    db.prepare("DELETE FROM tasks WHERE id = ?1").bind(id),
    db.prepare("DELETE FROM parents WHERE child_id = ?1").bind(id),
  ];
  const [deleted] = await deleteBatch(db, { notes: noteUses(db, { tasks: [id] }), deletions }, log);
  return removal(deleted);
}
