import type { Task } from "../core/entities/task.ts";
import type { CycleDescription } from "../core/planning/cycles/cycle-plan.ts";
import type { DeletableKind } from "../core/planning/deletion-plan.ts";
import { domainsOf } from "../core/planning/domain.ts";
import type { SequenceDescription } from "../core/planning/sequence-plan.ts";
import type { DeletionStore } from "../core/ports/deletion-store.ts";
import type { Orchestrators } from "../core/ports/orchestrator.ts";
import { createCycle } from "./create/create-cycle.ts";
import { createDataNode } from "./create/create-data-node.ts";
import type { CreationDeps } from "./create/create-from-plan.ts";
import { createScenario, type ScenarioCreation } from "./create/create-scenario.ts";
import { createSequence } from "./create/create-sequence.ts";
import { createTask, taskFor } from "./create/create-task.ts";
import { deleteCascade } from "./delete/delete-cascade.ts";
import { deleteEntity } from "./delete/delete-entity.ts";

/**
 * The use cases that create and delete entities, over one set of stores. Everything is validated first and
 * written in one batch. Creations answer the new entity's JSON text. All throw TaipyError with Taipy's texts.
 */
export interface EntityWriter {
  createScenario(configId: string, creation: ScenarioCreation): Promise<string>;
  createSequence(input: SequenceDescription): Promise<string>;
  createCycle(input: CycleDescription): Promise<string>;
  /** Get or create, owner null. */
  createTask(configId: string): Promise<string>;
  /** Get or create, owner null. */
  createDataNode(configId: string): Promise<string>;
  /** Get or create, owner null: the task that Taipy's `POST /jobs` makes a job of. */
  taskFor(configId: string): Promise<Task>;
  /** The record alone, as Taipy's DELETE; a primary scenario's cycle goes with it when it was alone there. */
  deleteEntity(kind: DeletableKind, id: string): Promise<void>;
  /** With everything that it owns (Taipy Core's generic delete). */
  deleteCascade(kind: DeletableKind, id: string, force: boolean): Promise<void>;
}

export interface EntityWriterDeps extends Omit<CreationDeps, "domains"> {
  readonly deletions: DeletionStore;
  readonly orchestrators: Orchestrators;
}

export function createEntityWriter(given: EntityWriterDeps): EntityWriter {
  const deps = { ...given, domains: domainsOf(given.app) };
  return {
    createScenario: (configId, creation) => createScenario(deps, configId, creation),
    createSequence: (input) => createSequence(deps, input),
    createCycle: (input) => createCycle(deps, input),
    createTask: (configId) => createTask(deps, configId),
    createDataNode: (configId) => createDataNode(deps, configId),
    taskFor: (configId) => taskFor(deps, configId),
    deleteEntity: (kind, id) => deleteEntity(deps, kind, id),
    deleteCascade: (kind, id, force) => deleteCascade(deps, kind, id, force),
  };
}
