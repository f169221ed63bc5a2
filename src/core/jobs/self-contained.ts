import { configuredPath } from "../entities/data-node.ts";
import type { Submittable } from "../ports/orchestrator.ts";

/**
 * Whether this is a scenario which alone owns all its tasks and data nodes, so that only its object changes them: they belong to
 * no other scenario and no other domain, and no file of theirs can be written by others.
 */
export function isSelfContained({ entity, tasks, data_nodes }: Submittable): boolean {
  const owned = [...tasks, ...data_nodes];
  return (
    entity.entity_type === "SCENARIO" &&
    owned.every(({ owner_id, domain }) => owner_id === entity.entity_id && domain === entity.domain) &&
    data_nodes.every(({ properties }) => configuredPath(properties) === null)
  );
}
