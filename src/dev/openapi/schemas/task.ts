import * as z from "zod";
import { component } from "../components.ts";
import { id, ids, Properties, version } from "./fields.ts";

export const Task = component(
  "Task",
  z
    .object({
      id: id("Unique.", "TASK_train_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
      config_id: id("The configuration that it was made from.", "train"),
      owner_id: z.string().nullable().describe("The scenario or the cycle that it belongs to; null when it is global."),
      parent_ids: ids("Ids of the scenarios and sequences that it is part of."),
      input_ids: ids("Ids of data nodes, in the order of the function's arguments."),
      function_name: z.string().describe("The function that it runs."),
      function_module: z.string().describe("Where the function is defined."),
      output_ids: ids("Ids of data nodes, in the order of the function's results."),
      version: version(),
      skippable: z.boolean().describe("Whether it is skipped when its outputs are newer than its inputs."),
      properties: Properties,
    })
    .describe("One function with its inputs and outputs."),
);
