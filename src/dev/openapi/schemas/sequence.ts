import * as z from "zod";
import { component } from "../components.ts";
import { id, ids, Properties, Subscriber, version } from "./fields.ts";

export const Sequence = component(
  "Sequence",
  z
    .object({
      id: id(
        "Made of its name and its scenario's id.",
        "SEQUENCE_training_SCENARIO_s_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11",
      ),
      owner_id: z.string().describe("The id of its scenario."),
      parent_ids: ids("The same in a list."),
      tasks: ids("Ids of its tasks, in the given order."),
      version: version(),
      properties: Properties,
      subscribers: z.array(Subscriber),
    })
    .describe("A part of a scenario's tasks that can be run by itself."),
);
