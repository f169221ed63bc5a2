import { type DeletionPlan, submittedEntities } from "../../core/planning/deletion-plan.ts";
import { STALE } from "../../core/planning/plan-and-write.ts";
import type { CascadeDeletions } from "../../core/ports/deletion-store.ts";
import type { Log } from "../../core/ports/runtime.ts";
import { refuseIf, unlessRefused } from "../write/abort.ts";
import { type Deletion, deleteBatch } from "../write/delete-batch.ts";
import { noteDeletedNodes, noteUses } from "../write/deleted.ts";
import { forEachChunk, jsonChunks } from "../write/insert.ts";
import { createBelongingReads } from "./belongings.ts";
import { deleteJobRows } from "./job-rows.ts";

/** Deletions of entities with everything that they own: that is read first, and removed in one batch. */
export const createCascadeDeletions = (db: D1Database, log: Log): CascadeDeletions => ({
  ...createBelongingReads(db),
  async unfinishedSubmission(entityIds) {
    for (const statement of forEachChunk(db, UNFINISHED_OF, entityIds)) {
      const submission = await statement.first<string>("id");
      if (submission !== null) return submission;
    }
    return null;
  },
  async removeAll(plan) {
    const results = await unlessRefused(deleteBatch(db, deletePlan(db, plan), log));
    return results === STALE ? STALE : null;
  },
});

const UNFINISHED_OF = `SELECT s.id FROM json_each(?1) AS w CROSS JOIN submissions AS s ON s.entity_id = w.value
  WHERE s.finished_at IS NULL AND s.job_ids <> '[]' LIMIT 1`;

/** Removes all rows of a plan. */
export function deletePlan(db: D1Database, plan: DeletionPlan): Deletion {
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);
  const tasks = idsOf(plan.tasks);
  const nodes = idsOf(plan.data_nodes);
  const scenarios = idsOf(plan.scenarios);
  const remove = (from: string, ids: readonly unknown[]) =>
    forEachChunk(db, `DELETE FROM ${from} IN (SELECT value FROM json_each(?1))`, ids);
  const guard = refuseIf(
    db,
    "EXISTS (SELECT 1 FROM scenarios WHERE cycle = ?1 AND id NOT IN (SELECT value FROM json_each(?2)))",
    plan.cycle,
    JSON.stringify(scenarios),
  );
  const deletions = [
    guard,
    ...deleteJobRows(db, plan),
    ...remove("edits WHERE data_node_id", nodes),
    ...remove("swept_edits WHERE data_node_id", nodes),
    ...remove("data_nodes WHERE id", nodes),
    ...remove("tasks WHERE id", tasks),
    ...remove("sequences WHERE scenario_id", scenarios),
    ...forEachChunk(db, DELETE_SEQUENCES, plan.sequences),
    ...remove("scenarios WHERE id", scenarios),
    ...remove("nodes_of_deleted_tasks WHERE scenario_id", scenarios),
    ...remove("cycles WHERE id", plan.cycle === null ? [] : [plan.cycle]),
    ...remove("parents WHERE child_id", [...nodes, ...tasks]),
    ...jsonChunks(plan.survivors).flatMap((survivors) => [
      ...forEachChunk(db, DELETE_LINKS, idsOf(submittedEntities(plan)), survivors),
      ...forEachChunk(db, DELETE_WAITS, scenarios, survivors),
    ]),
  ];
  return { notes: [...noteUses(db, { scenarios, tasks }), ...noteDeletedNodes(db, nodes)], deletions };
}

const DELETE_SEQUENCES = `DELETE FROM sequences WHERE (scenario_id, name) IN
  (SELECT value ->> 'scenario_id', value ->> 'name' FROM json_each(?1))`;

const DELETE_LINKS = `DELETE FROM parents WHERE child_id IN (SELECT value FROM json_each(?2))
  AND parent_id IN (SELECT value FROM json_each(?1))`;

/** Those of a scenario's own object that has lost its state: one that has it removes them with its next drain. */
const DELETE_WAITS = `DELETE FROM foreign_waits WHERE data_node_id IN (SELECT value FROM json_each(?2))
  AND domain IN (SELECT value FROM json_each(?1))`;
