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
import type { CreationStore, Shown } from "../../core/ports/creation-store.ts";
import { insertAuditRows, shortened } from "../audit/audit-row.ts";
import { counterOf } from "../outbox/counter.ts";
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
    async writeAndRead(_, creation, { kind, id, now }, audit) {
      const auditRows = audit === undefined ? [] : insertAuditRows(db, [{ ...audit, entity_id: shortened(id) }]);
      const statements = [...writes(creation), ...auditRows, selectEntity(db, kind, id, now, COUNTERS[kind] ?? "0")];
      const results = await unlessRefused(db.batch(statements));
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
