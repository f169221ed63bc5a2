import { cycleTable } from "../../core/entities/cycle.ts";
import { dataNodeTable } from "../../core/entities/data-node.ts";
import { editTable, fileTable } from "../../core/entities/edit.ts";
import { sequenceId } from "../../core/entities/ids.ts";
import { scenarioTable } from "../../core/entities/scenario.ts";
import { sequenceTable } from "../../core/entities/sequence.ts";
import { taskTable } from "../../core/entities/task.ts";
import type { Creation } from "../../core/planning/creation-plan.ts";
import { STALE } from "../../core/planning/plan-and-write.ts";
import type { CreationStore, Shown } from "../../core/ports/creation-store.ts";
import { entityJson, selectEntity } from "../read/entity-json.ts";
import { unlessRefused } from "./abort.ts";
import { readExisting } from "./existing.ts";
import { insertParents, insertRows } from "./insert.ts";
import { insertSequence, readScenario } from "./sequence-rows.ts";
import { refuseStalePlan } from "./stale-plan.ts";

/** Creations in D1: what they share is read in one batch, and all that they make is written in one. */
export function createCreationStore(db: D1Database): CreationStore {
  const writes = (creation: Creation) => [...refuseStalePlan(db, creation), ...insertPlan(db, creation)];

  async function writeAndRead(statements: readonly D1PreparedStatement[], { kind, id, now }: Shown) {
    const results = await unlessRefused(db.batch([...statements, selectEntity(db, kind, id, now)]));
    return results === STALE ? STALE : entityJson(results);
  }

  return {
    readExisting: ({ version }, lookup, period) => readExisting(db, version, lookup, period),
    async write(_, creation) {
      const results = await unlessRefused(db.batch(writes(creation)));
      return results === STALE ? STALE : null;
    },
    writeAndRead: (_, creation, shown) => writeAndRead(writes(creation), shown),
    readScenario: (id) => readScenario(db, id),
    writeSequence: (_, sequence, maxBytes, now) => {
      const id = sequenceId(sequence.name, sequence.scenario_id);
      return writeAndRead(insertSequence(db, sequence, maxBytes), { kind: "sequence", id, now });
    },
    writeCycle: (cycle, now) => writeAndRead(insertRows(db, cycleTable, [cycle]), { kind: "cycle", id: cycle.id, now }),
  };
}

const REWIRE = `ON CONFLICT (id) DO UPDATE SET domain = excluded.domain, input_ids = excluded.input_ids,
  output_ids = excluded.output_ids, function_name = excluded.function_name, skippable = excluded.skippable,
  properties = excluded.properties`;

const insertPlan = (db: D1Database, { plan, values }: Creation): D1PreparedStatement[] => [
  ...insertRows(db, cycleTable, plan.cycles),
  ...insertRows(db, dataNodeTable, plan.data_nodes),
  ...insertRows(db, taskTable, plan.tasks),
  ...insertRows(db, taskTable, plan.rewired_tasks, { rest: REWIRE }),
  ...insertRows(db, scenarioTable, plan.scenarios),
  ...insertRows(db, sequenceTable, plan.sequences),
  ...insertParents(db, plan.parents),
  ...insertRows(db, editTable, values.edits),
  ...insertRows(db, fileTable, values.default_files),
  ...insertRows(db, fileTable, values.app_files, { verb: "INSERT OR IGNORE" }),
];
