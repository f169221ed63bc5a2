import { configuredPath } from "../entities/data-node.ts";
import type { SubmitCommand } from "../ports/orchestrator.ts";

/**
 * Whether a submission is that of a scenario which alone owns all its tasks and data nodes, so that only its own object
 * changes them: they belong to no other scenario and no other domain, and no file of theirs can be written by others.
 * Such a scenario's domain is its id.
 */
export function isSelfContained({
  entity,
  tasks,
  data_nodes,
}: Pick<SubmitCommand, "entity" | "tasks" | "data_nodes">): boolean {
  const owned = [...tasks, ...data_nodes];
  return (
    entity.domain === entity.entity_id &&
    owned.every(({ owner_id, domain }) => owner_id === entity.entity_id && domain === entity.domain) &&
    data_nodes.every(({ properties }) => configuredPath(properties) === null)
  );
}
