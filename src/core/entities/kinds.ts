import { cycleFields } from "./cycle.ts";
import { dataNodeFields } from "./data-node.ts";
import { jobFields } from "./job.ts";
import { scenarioFields } from "./scenario.ts";
import { sequenceFields } from "./sequence.ts";
import { submissionFields } from "./submission.ts";
import { taskFields } from "./task.ts";

/** The fields of each kind of entity that the API shows, in the order of its answers. */
export const ENTITY_FIELDS = {
  cycle: cycleFields,
  scenario: scenarioFields,
  sequence: sequenceFields,
  task: taskFields,
  data_node: dataNodeFields,
  job: jobFields,
  submission: submissionFields,
};

export type EntityKind = keyof typeof ENTITY_FIELDS;
