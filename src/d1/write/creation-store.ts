import { cycleTable } from "../../core/entities/cycle.ts";
import { dataNodeTable } from "../../core/entities/data-node.ts";
import { editTable, fileTable } from "../../core/entities/edit.ts";
import { sequenceId } from "../../core/entities/ids.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import { scenarioTable } from "../../core/entities/scenario.ts";
import { sequenceTable } from "../../core/entities/sequence.ts";
import { taskTable } from "../../core/entities/task.ts";
import type { Creation } from "../../core/planning/creation-plan.ts";
import { STALE } from "../../core/planning/plan-and-write.ts";
import type { Batch, CreationStore, Insertion, SharedBatch, Shown } from "../../core/ports/creation-store.ts";
import { auditInsertions, shortened } from "../audit/audit-row.ts";
import { counterOf } from "../outbox/counter.ts";
import { entityJson, selectEntity } from "../read/entity-json.ts";
import { isRefusal, unlessRefused } from "./abort.ts";
import { readExisting } from "./existing.ts";
import { insertionsOfRows, insertRows, parentInsertions, statementsOf } from "./insert.ts";
import { insertSequence, readScenario } from "./sequence-rows.ts";
import { refuseStalePlan } from "./stale-plan.ts";

/**
 * Creations in D1: what they share is read in one batch, and all that they make is written in one.
 * @param share reads what scenarios may share, and writes new ones, together with those of other requests
 */
export function createCreationStore(db: D1Database, share: SharedBatch<D1PreparedStatement, D1Result>): CreationStore {
  const alone = ({ checks, insertions, last }: Batch<D1PreparedStatement>): Promise<D1Result[]> =>
    db.batch([...checks, ...statementsOf(db, insertions), ...last]);

  /** A new id that is there shows that the batch was done. */
  async function again(batch: Batch<D1PreparedStatement>, shown: D1PreparedStatement): Promise<D1Result[]> {
    try {
      return await alone(batch);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const found = await db.batch([shown]);
      if (found[0]?.results.length !== 1) throw error;
      return found;
    }
  }

  async function writeAndRead(statements: readonly D1PreparedStatement[], { kind, id, now }: Shown) {
    const results = await unlessRefused(db.batch([...statements, selectEntity(db, kind, id, now)]));
    return results === STALE ? STALE : entityJson(results);
  }

  return {
    readExisting: ({ version }, lookup, period) => readExisting(db, share, version, lookup, period),
    async write(_, creation) {
      const batch = { checks: refuseStalePlan(db, creation), insertions: insertionsOf(creation), last: [] };
      return (await unlessRefused(alone(batch))) === STALE ? STALE : null;
    },
    async writeAndRead(_, creation, { kind, id, now }, audit) {
      const auditRows = audit === undefined ? [] : auditInsertions([{ ...audit, entity_id: shortened(id) }]);
      const shown = selectEntity(db, kind, id, now, COUNTERS[kind] ?? "0");
      const insertions = [...insertionsOf(creation), ...auditRows];
      const batch = { checks: refuseStalePlan(db, creation), insertions, last: [shown] };
      const isNew = creation.plan.scenarios.some((scenario) => scenario.id === id);
      const results = await unlessRefused(isNew ? share(batch, () => again(batch, shown)) : alone(batch));
      return results === STALE ? STALE : { json: entityJson(results), as_of: counterIn(results) };
    },
    readScenario: (id) => readScenario(db, id),
    writeSequence: (_, sequence, maxBytes, now) => {
      const id = sequenceId(sequence.name, sequence.scenario_id);
      return writeAndRead(insertSequence(db, sequence, maxBytes), { kind: "sequence", id, now });
    },
    writeCycle: (cycle, now) => writeAndRead(insertRows(db, cycleTable, [cycle]), { kind: "cycle", id: cycle.id, now }),
  };
}

/** The counter of a new entity's domain, of the kinds whose answers are remembered (usecases/jobs/known-scenarios.ts). */
const COUNTERS: Readonly<Partial<Record<EntityKind, string>>> = { scenario: counterOf("e.domain") };

const counterIn = (results: readonly D1Result[]): number =>
  Number((results.at(-1)?.results[0] as { as_of: number } | undefined)?.as_of);

const REWIRE = `ON CONFLICT (id) DO UPDATE SET domain = excluded.domain, input_ids = excluded.input_ids,
  output_ids = excluded.output_ids, function_name = excluded.function_name, skippable = excluded.skippable,
  properties = excluded.properties`;

const insertionsOf = ({ plan, values }: Creation): Insertion[] => [
  ...insertionsOfRows(cycleTable, plan.cycles),
  ...insertionsOfRows(dataNodeTable, plan.data_nodes),
  ...insertionsOfRows(taskTable, plan.tasks),
  ...insertionsOfRows(taskTable, plan.rewired_tasks, { rest: REWIRE }),
  ...insertionsOfRows(scenarioTable, plan.scenarios),
  ...insertionsOfRows(sequenceTable, plan.sequences),
  ...parentInsertions(plan.parents),
  ...insertionsOfRows(editTable, values.edits),
  ...insertionsOfRows(fileTable, values.default_files),
  ...insertionsOfRows(fileTable, values.app_files, { verb: "INSERT OR IGNORE" }),
];
