import type { PayloadRef } from "../entities/payload.ts";
import type { Task } from "../entities/task.ts";

export interface CycleInput {
  readonly id?: string | undefined;
  readonly frequency: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly creation_date: string;
  readonly start_date: string;
  readonly end_date: string;
}

export interface SequenceInput {
  readonly scenario_id: string;
  readonly sequence_name: string;
  readonly task_ids: readonly string[];
}

/**
 * Creates and deletes entities in D1 (d1/write/entity-writer.ts). Everything is validated first and written in one batch.
 * Creations answer the new entity's JSON text. All throw TaipyError with Taipy's texts.
 */
export interface EntityWriter {
  createScenario(configId: string): Promise<string>;
  createSequence(input: SequenceInput): Promise<string>;
  createCycle(input: CycleInput): Promise<string>;
  /** Get or create, owner null. */
  createTask(configId: string): Promise<string>;
  /** Get or create, owner null. */
  createDataNode(configId: string): Promise<string>;
  /** Get or create, owner null: the task that Taipy's `POST /jobs` makes a job of. */
  taskFor(configId: string): Promise<Task>;
  /** The record alone, as Taipy's DELETE; a primary scenario's cycle goes with it when it was alone there. */
  deleteEntity(kind: "cycle" | "scenario" | "sequence" | "task", id: string): Promise<void>;
  /**
   * With everything it owns (Taipy Core's generic delete). Each orchestrator object first forgets the jobs and submissions,
   * and their rows go; then one D1 batch deletes everything else. When it breaks off between them, the same call goes on.
   * @throws TaipyError `jobs_unfinished` while jobs run, unless `force` cancels them; `cascade_too_large` when it would
   *   ask more objects than one request may
   */
  deleteCascade(kind: "cycle" | "scenario" | "sequence" | "task", id: string, force: boolean): Promise<void>;
  /** Has the payloads removed after some time, unless something points at them by then. */
  discardLater(payloads: readonly PayloadRef[]): Promise<void>;
}
