import { sequenceId } from "../../core/entities/ids.ts";
import { type Scenario, scenarioTable } from "../../core/entities/scenario.ts";
import { type Sequence, sequenceTable } from "../../core/entities/sequence.ts";
import { type Task, taskTable } from "../../core/entities/task.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import { newSequence, pythonList } from "../../core/planning/sequence-plan.ts";
import type { SequenceInput } from "../../core/ports/entity-writer.ts";
import { entityJson, selectEntity } from "../read/entity-json.ts";
import { columnsOf, decodeRow, type SqlRow } from "../rows.ts";
import { planAndWrite } from "./constraint.ts";
import type { CreationDeps } from "./deps.ts";
import { insertRows } from "./insert.ts";
import { parentTable } from "./parents.ts";

const REFUSE_LOST_SCENARIO =
  "INSERT INTO cycles (id) SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM scenarios WHERE id = ?1)";

/** D1 limits a text to 2 MB, and the JSON text of a scenario repeats the task ids of all its sequences. */
const MAX_SCENARIO_BYTES = 1_000_000;

const bytesOf = (...columns: readonly string[]): string =>
  columns.map((column) => `length(CAST(${column} AS BLOB))`).join(" + ");

/** What the scenario `?1` and its sequences take in its JSON text. */
const SCENARIO_BYTES = `(SELECT ${bytesOf("s.tasks", "s.additional_data_nodes", "s.properties", "s.tags", "s.subscribers")}
  + (SELECT coalesce(sum(${bytesOf("q.name", "q.tasks", "q.properties", "q.subscribers")}), 0)
    FROM sequences AS q WHERE q.scenario_id = s.id) FROM scenarios AS s WHERE s.id = ?1)`;

const REFUSE_LARGE_SCENARIO = `INSERT INTO cycles (id) SELECT NULL WHERE ${SCENARIO_BYTES} > ${MAX_SCENARIO_BYTES}`;

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
        db.prepare(REFUSE_LARGE_SCENARIO).bind(sequence.scenario_id),
        ...insertRows(db, parentTable, parents, { verb: "INSERT OR IGNORE" }),
        selectEntity(db, "sequence", id, now),
      ]),
    );
  });
}

async function planSequence(db: D1Database, input: SequenceInput): Promise<Sequence> {
  const name = input.sequence_name;
  const { scenario, tasks, names, bytes } = await readScenario(db, input.scenario_id);
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
  const sequence = newSequence(
    scenario,
    name,
    wanted.map((id) => tasks.get(id)).filter((task) => task !== undefined),
  );
  if (bytes + bytesOfSequence(sequence) > MAX_SCENARIO_BYTES) {
    const limit = `A scenario and its sequences take ${MAX_SCENARIO_BYTES} bytes at most`;
    throw new TaipyError("invalid_sequence", `${limit}: Scenario ${scenario.id} has no room for Sequence ${name}.`);
  }
  return sequence;
}

/** As {@link SCENARIO_BYTES} counts it. */
const bytesOfSequence = ({ name, tasks, properties, subscribers }: Sequence): number =>
  new TextEncoder().encode(name + [tasks, properties, subscribers].map((part) => JSON.stringify(part)).join("")).length;

interface ScenarioParts {
  readonly scenario: Scenario;
  readonly tasks: ReadonlyMap<string, Task>;
  /** Of its sequences. */
  readonly names: ReadonlySet<string>;
  /** With its sequences. */
  readonly bytes: number;
}

async function readScenario(db: D1Database, id: string): Promise<ScenarioParts> {
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
  if (scenario === undefined) throw notFound("scenario", id);
  const taskRows = (tasks?.results ?? []).map((record) => decodeRow(taskTable, record));
  return {
    scenario: decodeRow(scenarioTable, scenario),
    tasks: new Map(taskRows.map((task) => [task.id, task])),
    names: new Set((sequences?.results ?? []).map((record) => String(record.name))),
    bytes: Number(sizes?.results[0]?.bytes ?? 0),
  };
}
