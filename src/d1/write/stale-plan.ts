import type { Creation } from "../../core/planning/creation-plan.ts";
import { abortIf } from "./abort.ts";
import { CYCLE_OF_PERIOD } from "./existing.ts";

const IS_STALE = `(${CYCLE_OF_PERIOD}) IS NOT ?3
  OR EXISTS (SELECT 1 FROM scenarios WHERE cycle = ?3) <> ?4
  OR EXISTS (SELECT 1 FROM json_each(?5) WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE id = value))
  OR EXISTS (SELECT 1 FROM json_each(?6) WHERE NOT EXISTS (SELECT 1 FROM data_nodes WHERE id = value))
  OR EXISTS (SELECT 1 FROM json_each(?7) WHERE NOT EXISTS (SELECT 1 FROM files WHERE path = value))`;

/**
 * The first statement of a creation's batch: D1 refuses the batch when it no longer holds what the plan was made from. No
 * statement when it was made from nothing. Where another caller has created meanwhile what the plan creates, keys and
 * indexes refuse the batch.
 */
export function refuseStalePlan(db: D1Database, { plan, existing, period }: Creation): D1PreparedStatement[] {
  const reused = [plan.reused_tasks, plan.reused_data_nodes, existing.paths];
  if (period === null && reused.every(({ length }) => length === 0)) return [];
  return [
    abortIf(
      db,
      IS_STALE,
      period?.frequency ?? null,
      period?.start_date ?? null,
      existing.cycle?.id ?? null,
      existing.cycle_has_scenarios ? 1 : 0,
      JSON.stringify(plan.reused_tasks),
      JSON.stringify(plan.reused_data_nodes),
      JSON.stringify(existing.paths),
    ),
  ];
}
