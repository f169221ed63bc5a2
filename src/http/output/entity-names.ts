import type { EntityKind } from "../../core/entities/kinds.ts";
import type { ErrorCode } from "../../core/errors.ts";

interface EntityNames {
  /** The key of one entity in an answer. */
  readonly key: string;
  /** Its name in Taipy's messages. */
  readonly noun: string;
  /** The name of its schema in the OpenAPI document. */
  readonly label: string;
  readonly missing: ErrorCode;
}

export const ENTITY_NAMES: Readonly<Record<EntityKind, EntityNames>> = {
  data_node: { key: "datanode", noun: "Data node", label: "DataNode", missing: "data_node_not_found" },
  task: { key: "task", noun: "Task", label: "Task", missing: "task_not_found" },
  sequence: { key: "sequence", noun: "Sequence", label: "Sequence", missing: "sequence_not_found" },
  scenario: { key: "scenario", noun: "Scenario", label: "Scenario", missing: "scenario_not_found" },
  cycle: { key: "cycle", noun: "Cycle", label: "Cycle", missing: "cycle_not_found" },
  job: { key: "job", noun: "Job", label: "Job", missing: "job_not_found" },
  submission: { key: "submission", noun: "Submission", label: "Submission", missing: "submission_not_found" },
};
