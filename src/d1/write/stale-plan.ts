import type { CreationPlan, Existing } from "../../core/planning/creation-plan.ts";
import { CYCLE_OF_PERIOD, type Period } from "./existing.ts";

// An id that is NULL violates the table's key: the whole batch is refused exactly when the plan is stale.
const REFUSE_STALE_PLAN = `INSERT INTO cycles (id) SELECT NULL
  WHERE (${CYCLE_OF_PERIOD}) IS NOT ?3
  OR EXISTS (SELECT 1 FROM scenarios WHERE cycle = ?3) <> ?4
  OR EXISTS (SELECT 1 FROM json_each(?5) WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE id = value))
  OR EXISTS (SELECT 1 FROM json_each(?6) WHERE NOT EXISTS (SELECT 1 FROM data_nodes WHERE id = value))`;

/**
 * The first statement of a creation's batch: makes D1 refuse the batch when what the plan was made from is no longer true.
 * No statement when it was made from nothing.
 * Things that the plan creates and somebody else has created meanwhile are refused by their own keys and indexes.
 */
export function refuseStalePlan(
  db: D1Database,
  plan: CreationPlan,
  existing: Existing,
  period: Period | null,
): D1PreparedStatement[] {
  if (period === null && plan.reused_tasks.length + plan.reused_data_nodes.length === 0) return [];
  const statement = db
    .prepare(REFUSE_STALE_PLAN)
    .bind(
      period?.frequency ?? null,
      period?.start_date ?? null,
      existing.cycle?.id ?? null,
      existing.cycle_has_scenarios ? 1 : 0,
      JSON.stringify(plan.reused_tasks),
      JSON.stringify(plan.reused_data_nodes),
    );
  return [statement];
}
