import type { Cycle } from "../entities/cycle.ts";
import type { DataNode } from "../entities/data-node.ts";
import type { Edit, StoredFile } from "../entities/edit.ts";
import type { Scenario } from "../entities/scenario.ts";
import type { Sequence } from "../entities/sequence.ts";
import type { Task } from "../entities/task.ts";
import type { Timestamp } from "../time.ts";

/** `parent_id` uses `child_id`: a scenario or a sequence its tasks, a task its data nodes, and so on. */
export interface Parent {
  readonly child_id: string;
  readonly parent_id: string;
}

/** Default data to encode and to store as the first edit of a new data node. */
export interface DefaultData {
  readonly data_node: DataNode;
  readonly value: unknown;
  readonly timestamp: Timestamp;
  /** The configured path, at which the value is stored as a file, too; null = the node has no configured path. */
  readonly path: string | null;
}

/** Everything that a creation writes: all of it or nothing. */
export interface CreationPlan {
  readonly cycles: readonly Cycle[];
  readonly scenarios: readonly Scenario[];
  readonly sequences: readonly Sequence[];
  readonly tasks: readonly Task[];
  /** Existing shared tasks that get the inputs, outputs and domain of the present configuration. */
  readonly rewired_tasks: readonly Task[];
  readonly data_nodes: readonly DataNode[];
  readonly parents: readonly Parent[];
  readonly default_data: readonly DefaultData[];
  /** Paths of files of the application that new data nodes use and that are not stored yet. */
  readonly missing_files: readonly string[];
  /** Ids of existing entities that the plan uses. The plan is stale if one of them was deleted after it was made. */
  readonly reused_tasks: readonly string[];
  readonly reused_data_nodes: readonly string[];
}

/** The first values of new data nodes. Their payloads are stored before the rows that refer to them. */
export interface FirstValues {
  readonly edits: readonly Edit[];
  /** Default data at a configured path: the creation is refused when a file is there. */
  readonly default_files: readonly StoredFile[];
  /** Files of the application. A file that already has the path is kept. */
  readonly app_files: readonly StoredFile[];
}

/** The period by which an existing cycle is found. If several cycles have it, the first one by id is used. */
export type Period = Pick<Cycle, "frequency" | "start_date">;

/** A plan and the data that it was made from. It is stale as soon as D1 has other data. */
export interface Creation {
  readonly plan: CreationPlan;
  readonly values: FirstValues;
  readonly existing: Existing;
  readonly period: Period | null;
}

/** The entities in D1 that a creation may share. */
export interface Existing {
  /** The cycle of the period; null = not created yet. */
  readonly cycle: Cycle | null;
  /** Whether the cycle has scenarios of any version. */
  readonly cycle_has_scenarios: boolean;
  readonly data_nodes: readonly Pick<DataNode, "id" | "config_id" | "owner_id" | "domain">[];
  readonly tasks: readonly Task[];
  /** Configured paths at which a file is stored. */
  readonly paths: readonly string[];
}
