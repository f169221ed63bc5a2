import * as z from "zod";
import { schema } from "../schema.ts";
import { Properties } from "./fields.ts";
import { table } from "./table.ts";

/** One user function with ordered inputs and outputs. */
export const Task = /* @__PURE__ */ schema(() =>
  z.object({
    id: z.string(),
    config_id: z.string(),
    version: z.string(),
    domain: z.string(),
    /** Scenario id, cycle id or null, by the task's scope: the smallest scope of its data nodes. */
    owner_id: z.string().nullable(),
    /** Data node ids in the order of the function's arguments. */
    input_ids: z.array(z.string()),
    /** Data node ids in the order of the function's results. */
    output_ids: z.array(z.string()),
    function_name: z.string(),
    function_module: z.string(),
    skippable: z.boolean(),
    properties: Properties,
  }),
);
export type Task = z.infer<typeof Task>;

export const taskTable = table<Task>("tasks", ["id"], {
  id: "text",
  config_id: "text",
  version: "text",
  domain: "text",
  owner_id: "text",
  input_ids: "json",
  output_ids: "json",
  function_name: "text",
  function_module: "text",
  skippable: "boolean",
  properties: "json",
});
