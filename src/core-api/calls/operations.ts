import type { Role } from "../../core/access/permissions.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";

/** Operations by their ids in the audit trail, which are those of the table of routes, with the roles that they need. */
export const OPERATIONS = {
  getScenario: "READER",
  getSequence: "READER",
  getTask: "READER",
  getDataNode: "READER",
  getCycle: "READER",
  getJob: "READER",
  getSubmission: "READER",
  listScenarios: "READER",
  listSequences: "READER",
  listTasks: "READER",
  listDataNodes: "READER",
  listCycles: "READER",
  listJobs: "READER",
  listSubmissions: "READER",
  listEdits: "READER",
  readDataNode: "READER",
  getConfiguration: "READER",
  createScenario: "EDITOR",
  createSequence: "EDITOR",
  createDataNode: "EDITOR",
  writeDataNode: "EDITOR",
  appendDataNode: "EDITOR",
  lockDataNode: "EDITOR",
  unlockDataNode: "EDITOR",
  deleteScenario: "EDITOR",
  deleteSequence: "EDITOR",
  deleteTask: "EDITOR",
  deleteDataNode: "EDITOR",
  deleteCycle: "EDITOR",
  deleteJob: "EDITOR",
  deleteSubmission: "EDITOR",
  submitScenario: "EXECUTOR",
  submitSequence: "EXECUTOR",
  submitTask: "EXECUTOR",
  cancelJob: "EXECUTOR",
  // These have no route.
  setPrimary: "EDITOR",
  tagScenario: "EDITOR",
  untagScenario: "EDITOR",
  compareScenarios: "READER",
} as const satisfies Readonly<Record<string, Role>>;

export type Operation = keyof typeof OPERATIONS;

const NOUNS = {
  cycle: "Cycle",
  scenario: "Scenario",
  sequence: "Sequence",
  task: "Task",
  data_node: "DataNode",
  job: "Job",
  submission: "Submission",
} as const satisfies Readonly<Record<EntityKind, string>>;

export const reading = (kind: EntityKind): Operation => `get${NOUNS[kind]}`;
export const listing = (kind: EntityKind): Operation => `list${NOUNS[kind]}s`;
export const deleting = (kind: EntityKind): Operation => `delete${NOUNS[kind]}`;
export const submitting = (kind: "scenario" | "sequence" | "task"): Operation => `submit${NOUNS[kind]}`;
