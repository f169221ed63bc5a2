import type { Cycle } from "../entities/cycle.ts";
import type { DataNode } from "../entities/data-node.ts";
import type { Scenario } from "../entities/scenario.ts";
import type { Sequence } from "../entities/sequence.ts";
import type { Task } from "../entities/task.ts";
import type { Timestamp } from "../time.ts";

/** That `parent_id` uses `child_id`. */
export interface Parent {
  readonly child_id: string;
  readonly parent_id: string;
}

/** Default data to encode and to store as the first edit of a new data node. */
export interface DefaultData {
  readonly data_node: DataNode;
  readonly value: unknown;
  readonly timestamp: Timestamp;
  /** The configured path at which nothing lies yet and the value goes too; null = the node has no such path. */
  readonly path: string | null;
}

/** What a creation writes, all of it or nothing. */
export interface CreationPlan {
  readonly cycles: readonly Cycle[];
  readonly scenarios: readonly Scenario[];
  readonly sequences: readonly Sequence[];
  readonly tasks: readonly Task[];
  /** Shared tasks that are there but whose wiring is out of date. */
  readonly rewired_tasks: readonly Task[];
  readonly data_nodes: readonly DataNode[];
  readonly parents: readonly Parent[];
  readonly default_data: readonly DefaultData[];
  /** Paths of files of the application that a new node finds missing. */
  readonly missing_files: readonly string[];
  /** Ids of what was there already; the plan is void when one of them has gone meanwhile. */
  readonly reused_tasks: readonly string[];
  readonly reused_data_nodes: readonly string[];
}

/** What D1 holds of the things that a creation may share. */
export interface Existing {
  /** The cycle of the period. */
  readonly cycle: Cycle | null;
  /** Of any version. */
  readonly cycle_has_scenarios: boolean;
  readonly data_nodes: readonly Pick<DataNode, "id" | "config_id" | "owner_id" | "domain">[];
  readonly tasks: readonly Task[];
  /** Configured paths at which something lies. */
  readonly paths: readonly string[];
}
