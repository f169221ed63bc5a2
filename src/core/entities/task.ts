import { computed, flag, hidden, id, orNull, properties, type RowOf, text, texts, version } from "./fields.ts";
import { tableOf } from "./table.ts";

/** One user function with ordered inputs and outputs. */
export const taskFields = {
  id: id("Unique.", "TASK_train_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  config_id: id("The configuration that it was made from.", "train"),
  /** By the task's scope, which is the smallest scope of its data nodes. */
  owner_id: orNull(text("The scenario or the cycle that it belongs to; null when it is global.")),
  parent_ids: computed(texts("Ids of the scenarios and sequences that it is part of.")),
  input_ids: texts("Ids of data nodes, in the order of the function's arguments."),
  function_name: text("The function that it runs."),
  function_module: text("Where the function is defined."),
  output_ids: texts("Ids of data nodes, in the order of the function's results."),
  version: version(),
  skippable: flag("Whether it is skipped when its outputs are newer than its inputs."),
  properties: properties(),
  domain: hidden(text("The name of the orchestrator object that runs it.")),
};
export type Task = RowOf<typeof taskFields>;

export const taskTable = tableOf("tasks", ["id"], taskFields);
