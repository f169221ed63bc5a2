import { cycleTable } from "../../core/entities/cycle.ts";
import { dataNodeTable } from "../../core/entities/data-node.ts";
import { editTable, fileTable } from "../../core/entities/edit.ts";
import { scenarioTable } from "../../core/entities/scenario.ts";
import { sequenceTable } from "../../core/entities/sequence.ts";
import { taskTable } from "../../core/entities/task.ts";
import type { CreationPlan, Existing } from "../../core/planning/creation-plan.ts";
import type { Lookup } from "../../core/planning/lookup.ts";
import type { Timestamp } from "../../core/time.ts";
import { planAndWrite } from "./constraint.ts";
import type { CreationDeps } from "./deps.ts";
import { type Period, readExisting } from "./existing.ts";
import { createFirstPayloads, type FirstPayloads } from "./first-payloads.ts";
import { insertRows } from "./insert.ts";
import { parentTable } from "./parents.ts";
import { refuseStalePlan } from "./stale-plan.ts";

const REWIRE = `ON CONFLICT (id) DO UPDATE SET domain = excluded.domain, input_ids = excluded.input_ids,
  output_ids = excluded.output_ids, function_name = excluded.function_name, skippable = excluded.skippable,
  properties = excluded.properties`;

interface Creation<Planned> {
  readonly lookup: Lookup;
  readonly period: Period | null;
  readonly plan: (existing: Existing) => Planned;
  /** Reads the answer at the end of the batch that writes. */
  readonly read: (planned: Planned) => D1PreparedStatement[];
}

/** Reads what may be shared, plans, and writes the plan in one batch. Answers with the results of that batch. */
export async function create<Planned extends { readonly plan: CreationPlan }>(
  deps: CreationDeps,
  now: Timestamp,
  { lookup, period, plan, read }: Creation<Planned>,
): Promise<{ planned: Planned; results: D1Result[] }> {
  const { db, app } = deps;
  const payloads = createFirstPayloads(deps);
  const done = await planAndWrite(async () => {
    const existing = await readExisting(db, app.core.versionNumber, lookup, period);
    const planned = plan(existing);
    const first = await payloads.store(planned.plan, now);
    const statements = [
      ...refuseStalePlan(db, planned.plan, existing, period),
      ...insertPlan(db, planned.plan, first),
      ...read(planned),
    ];
    return { planned, results: await db.batch(statements) };
  });
  await payloads.discardUnused();
  return done;
}

const insertPlan = (db: D1Database, plan: CreationPlan, first: FirstPayloads): D1PreparedStatement[] => [
  ...insertRows(db, cycleTable, plan.cycles),
  ...insertRows(db, dataNodeTable, plan.data_nodes),
  ...insertRows(db, taskTable, plan.tasks),
  ...insertRows(db, taskTable, plan.rewired_tasks, { rest: REWIRE }),
  ...insertRows(db, scenarioTable, plan.scenarios),
  ...insertRows(db, sequenceTable, plan.sequences),
  ...insertRows(db, parentTable, plan.parents, { verb: "INSERT OR IGNORE" }),
  ...insertRows(db, editTable, first.edits),
  ...insertRows(db, fileTable, first.default_files),
  ...insertRows(db, fileTable, first.app_files, { verb: "INSERT OR IGNORE" }),
];
