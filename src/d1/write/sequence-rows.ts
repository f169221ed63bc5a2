import { sequenceId } from "../../core/entities/ids.ts";
import { scenarioTable } from "../../core/entities/scenario.ts";
import { type Sequence, sequenceTable } from "../../core/entities/sequence.ts";
import { taskTable } from "../../core/entities/task.ts";
import type { ScenarioParts } from "../../core/planning/sequence-plan.ts";
import { columnsOf, decodeRow, type SqlRow } from "../rows.ts";
import { abortIf, abortUnless } from "./abort.ts";
import { insertRows, parentInsertions, statementsOf } from "./insert.ts";

const bytesOf = (...columns: readonly string[]): string =>
  columns.map((column) => `length(CAST(${column} AS BLOB))`).join(" + ");

/** What the scenario `?1` and its sequences take in its JSON text. */
const SCENARIO_BYTES = `(SELECT ${bytesOf("s.tasks", "s.additional_data_nodes", "s.properties", "s.tags", "s.subscribers")}
  + (SELECT coalesce(sum(${bytesOf("q.name", "q.tasks", "q.properties", "q.subscribers")}), 0)
    FROM sequences AS q WHERE q.scenario_id = s.id) FROM scenarios AS s WHERE s.id = ?1)`;

export async function readScenario(db: D1Database, id: string): Promise<ScenarioParts | null> {
  const [scenarios, tasks, sequences, sizes] = await db.batch<SqlRow>([
    db.prepare(`SELECT ${columnsOf(scenarioTable, "s")} FROM scenarios AS s WHERE s.id = ?1`).bind(id),
    db
      .prepare(
        `SELECT ${columnsOf(taskTable, "t")} FROM scenarios AS s CROSS JOIN json_each(s.tasks) AS i
          CROSS JOIN tasks AS t ON t.id = i.value WHERE s.id = ?1`,
      )
      .bind(id),
    db.prepare("SELECT name FROM sequences WHERE scenario_id = ?1").bind(id),
    db.prepare(`SELECT ${SCENARIO_BYTES} AS bytes`).bind(id),
  ]);
  const [scenario] = scenarios?.results ?? [];
  if (scenario === undefined) return null;
  return {
    scenario: decodeRow(scenarioTable, scenario),
    tasks: (tasks?.results ?? []).map((record) => decodeRow(taskTable, record)),
    sequence_names: (sequences?.results ?? []).map((record) => String(record.name)),
    bytes: Number(sizes?.results[0]?.bytes ?? 0),
  };
}

/** Inserts a sequence; refused when its scenario was deleted, or has become too large by sequences of other callers. */
export function insertSequence(db: D1Database, sequence: Sequence, maxBytes: number): D1PreparedStatement[] {
  const { scenario_id, name, tasks } = sequence;
  const id = sequenceId(name, scenario_id);
  return [
    abortUnless(db, "EXISTS (SELECT 1 FROM scenarios WHERE id = ?1)", scenario_id),
    ...insertRows(db, sequenceTable, [sequence]),
    abortIf(db, `${SCENARIO_BYTES} > ${maxBytes}`, scenario_id),
    ...statementsOf(db, parentInsertions(tasks.map((task) => ({ child_id: task, parent_id: id })))),
  ];
}
