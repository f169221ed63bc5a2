import * as z from "zod";
import { schema } from "../schema.ts";
import { Properties, Subscriber, TimestampText } from "./fields.ts";
import { table } from "./table.ts";

/** A business case: tasks, data nodes beside them, and perhaps a cycle. Its sequences have rows of their own. */
export const Scenario = /* @__PURE__ */ schema(() =>
  z.object({
    id: z.string(),
    config_id: z.string(),
    version: z.string(),
    /** Name of the orchestrator object that runs it; see `core/planning/domain.ts`. */
    domain: z.string(),
    cycle: z.string().nullable(),
    tasks: z.array(z.string()),
    additional_data_nodes: z.array(z.string()),
    properties: Properties,
    creation_date: TimestampText,
    primary_scenario: z.boolean(),
    subscribers: z.array(Subscriber),
    tags: z.array(z.string()),
  }),
);
export type Scenario = z.infer<typeof Scenario>;

export const scenarioTable = table<Scenario>("scenarios", ["id"], {
  id: "text",
  config_id: "text",
  version: "text",
  domain: "text",
  cycle: "text",
  tasks: "json",
  additional_data_nodes: "json",
  properties: "json",
  creation_date: "text",
  primary_scenario: "boolean",
  subscribers: "json",
  tags: "json",
});
