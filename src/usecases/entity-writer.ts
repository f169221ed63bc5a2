import { domainsOf } from "../core/planning/domain.ts";
import type { DeletionStore } from "../core/ports/deletion-store.ts";
import type { EntityWriter } from "../core/ports/entity-writer.ts";
import type { Orchestrators } from "../core/ports/orchestrator.ts";
import { createCycle } from "./create/create-cycle.ts";
import { createDataNode } from "./create/create-data-node.ts";
import type { CreationDeps } from "./create/create-from-plan.ts";
import { createScenario } from "./create/create-scenario.ts";
import { createSequence } from "./create/create-sequence.ts";
import { createTask, taskFor } from "./create/create-task.ts";
import { deleteCascade } from "./delete/delete-cascade.ts";
import { deleteEntity } from "./delete/delete-entity.ts";

export interface EntityWriterDeps extends Omit<CreationDeps, "domains"> {
  readonly deletions: DeletionStore;
  readonly orchestrators: Orchestrators;
}

/** The use cases that create and delete entities, over one set of stores. */
export function createEntityWriter(given: EntityWriterDeps): EntityWriter {
  const deps = { ...given, domains: domainsOf(given.app) };
  return {
    createScenario: (configId) => createScenario(deps, configId),
    createSequence: (input) => createSequence(deps, input),
    createCycle: (input) => createCycle(deps, input),
    createTask: (configId) => createTask(deps, configId),
    createDataNode: (configId) => createDataNode(deps, configId),
    taskFor: (configId) => taskFor(deps, configId),
    deleteEntity: (kind, id) => deleteEntity(deps, kind, id),
    deleteCascade: (kind, id, force) => deleteCascade(deps, kind, id, force),
  };
}
