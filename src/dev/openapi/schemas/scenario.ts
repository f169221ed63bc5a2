import * as z from "zod";
import { component } from "../components.ts";
import { id, ids, Properties, Subscriber, timestamp, version } from "./fields.ts";

const SequenceOfScenario = component(
  "SequenceOfScenario",
  z.object({ tasks: ids("Ids of its tasks."), properties: Properties, subscribers: z.array(Subscriber) }),
);

export const Scenario = component(
  "Scenario",
  z
    .object({
      id: id("Unique.", "SCENARIO_my_awesome_scenario_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
      config_id: id("The configuration that it was made from.", "my_awesome_scenario"),
      name: z.unknown().describe("Its property `name`; null when it has none."),
      cycle: z.string().nullable().describe("The id of its cycle; null when its configuration has no frequency."),
      creation_date: timestamp("When it was created."),
      primary_scenario: z.boolean().describe("Whether it is the primary scenario of its cycle."),
      properties: Properties,
      sequences: z
        .record(z.string(), SequenceOfScenario)
        .nullable()
        .describe("By their names; null when there are none."),
      subscribers: z.array(Subscriber),
      tags: z.array(z.string()),
      tasks: ids("Ids of its tasks."),
      additional_data_nodes: ids("Ids of data nodes that no task of it uses."),
      version: version(),
    })
    .describe("A business case: tasks, the data nodes that they connect, and sequences of the tasks."),
);
