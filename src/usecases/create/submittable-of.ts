import { payloadOf } from "../../core/entities/payload.ts";
import type { Creation } from "../../core/planning/creation-plan.ts";
import type { ReadSubmittable } from "../../core/ports/orchestrator.ts";

/**
 * A new scenario as D1 would show it to a submission; null when it uses tasks or data nodes that were there before.
 * @param as_of the counter of its domain in D1 when it was written
 */
export function submittableOf({ plan, values }: Creation, as_of: number): ReadSubmittable | null {
  const [scenario] = plan.scenarios;
  if (scenario === undefined) return null;
  const { id, config_id, version, domain } = scenario;
  const created = new Map(plan.tasks.map((task) => [task.id, task]));
  const tasks = scenario.tasks.flatMap((task) => created.get(task) ?? []);
  if (tasks.length < scenario.tasks.length) return null;
  const used = new Set(tasks.flatMap(({ input_ids, output_ids }) => [...input_ids, ...output_ids]));
  const payloads = new Map(values.edits.map((edit) => [edit.data_node_id, payloadOf(edit)]));
  const data_nodes = plan.data_nodes
    .filter((node) => used.has(node.id))
    .map((node) => ({ ...node, payload: payloads.get(node.id) ?? null, as_of }));
  if (data_nodes.length < used.size) return null;
  return {
    entity: { entity_id: id, entity_type: "SCENARIO", entity_config_id: config_id, version, domain },
    tasks,
    data_nodes,
    as_of,
  };
}
