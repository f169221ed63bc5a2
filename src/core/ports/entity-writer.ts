import type { Task } from "../entities/task.ts";
import type { CycleDescription } from "../planning/cycle-plan.ts";
import type { DeletableKind } from "../planning/deletion-plan.ts";
import type { SequenceDescription } from "../planning/sequence-plan.ts";

/**
 * The use cases that create and delete entities (usecases/create, usecases/delete). Everything is validated first and
 * written in one batch. Creations answer the new entity's JSON text. All throw TaipyError with Taipy's texts.
 */
export interface EntityWriter {
  createScenario(configId: string): Promise<string>;
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
