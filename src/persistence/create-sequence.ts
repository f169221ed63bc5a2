import { sequenceId } from "../core/entities/ids.ts";
import { type Scenario, scenarioTable } from "../core/entities/scenario.ts";
import { type Sequence, sequenceTable } from "../core/entities/sequence.ts";
import { type Task, taskTable } from "../core/entities/task.ts";
import { TaipyError } from "../core/errors.ts";
import { newSequence, pythonList } from "../core/rules/creation-sequence.ts";
import type { SequenceInput } from "../core/services.ts";
import { planAndWrite } from "./constraint.ts";
import type { CreationDeps } from "./deps.ts";
import { entityJson, selectEntity } from "./entity-json.ts";
import { insertRows } from "./insert.ts";
import { parentTable } from "./parents.ts";
import { columnsOf, decodeRow, type SqlRow } from "./rows.ts";

const REFUSE_LOST_SCENARIO =
  "INSERT INTO cycles (id) SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM scenarios WHERE id = ?1)";

/** A named part of a scenario. */
export function createSequence({ db, context }: CreationDeps, input: SequenceInput): Promise<string> {
  const { now } = context();
  return planAndWrite(async () => {
    const sequence = await planSequence(db, input);
    const id = sequenceId(sequence.name, sequence.scenario_id);
    const parents = sequence.tasks.map((task) => ({ child_id: task, parent_id: id }));
    return entityJson(
      await db.batch([
        db.prepare(REFUSE_LOST_SCENARIO).bind(sequence.scenario_id),
        ...insertRows(db, sequenceTable, [sequence]),
        ...insertRows(db, parentTable, parents, { verb: "INSERT OR IGNORE" }),
        selectEntity(db, "sequence", id, now),
      ]),
    );
  });
}

async function planSequence(db: D1Database, input: SequenceInput): Promise<Sequence> {
  const name = input.sequence_name;
  const { scenario, tasks, names } = await readScenario(db, input.scenario_id);
  if (names.has(name.replaceAll("TPSPACE", " "))) {
    throw new TaipyError("already_exists", `Sequence: ${name} already exists in scenario ${scenario.id}.`);
  }
  const wanted = [...new Set(input.task_ids)];
  const foreign = wanted.filter((id) => !scenario.tasks.includes(id) || !tasks.has(id));
  if (foreign.length > 0) {
    const list = pythonList(foreign);
    throw new TaipyError(
      "invalid_sequence",
      `Tasks ${list} of Sequence ${name} does not exist in Scenario ${scenario.id}.`,
    );
  }
  return newSequence(
    scenario,
    name,
    wanted.map((id) => tasks.get(id)).filter((task) => task !== undefined),
  );
}

interface ScenarioParts {
  readonly scenario: Scenario;
  readonly tasks: ReadonlyMap<string, Task>;
  /** Of its sequences. */
  readonly names: ReadonlySet<string>;
}

async function readScenario(db: D1Database, id: string): Promise<ScenarioParts> {
  const [scenarios, tasks, sequences] = await db.batch<SqlRow>([
    db.prepare(`SELECT ${columnsOf(scenarioTable, "s")} FROM scenarios AS s WHERE s.id = ?1`).bind(id),
    db
      .prepare(
        `SELECT ${columnsOf(taskTable, "t")} FROM scenarios AS s CROSS JOIN json_each(s.tasks) AS i
          CROSS JOIN tasks AS t ON t.id = i.value WHERE s.id = ?1`,
      )
      .bind(id),
    db.prepare("SELECT name FROM sequences WHERE scenario_id = ?1").bind(id),
  ]);
  const [scenario] = scenarios?.results ?? [];
  if (scenario === undefined) throw new TaipyError("scenario_not_found", `Scenario: ${id} does not exist.`);
  const taskRows = (tasks?.results ?? []).map((record) => decodeRow(taskTable, record));
  return {
    scenario: decodeRow(scenarioTable, scenario),
    tasks: new Map(taskRows.map((task) => [task.id, task])),
    names: new Set((sequences?.results ?? []).map((record) => String(record.name))),
  };
}
