import {
  computed,
  flag,
  hidden,
  id,
  orNull,
  properties,
  property,
  type RowOf,
  rewritten,
  sequences,
  subscribers,
  text,
  texts,
  time,
  version,
} from "./fields.ts";
import { tableOf } from "./table.ts";

/** A business case: tasks, data nodes beside them, and perhaps a cycle. Its sequences have rows of their own. */
export const scenarioFields = {
  id: id("Unique.", "SCENARIO_my_awesome_scenario_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  config_id: id("The configuration that it was made from.", "my_awesome_scenario"),
  name: property("Its property `name`; null when it has none."),
  cycle: rewritten(orNull(text("The id of its cycle; null when its configuration has no frequency."))),
  creation_date: time("When it was created."),
  primary_scenario: flag("Whether it is the primary scenario of its cycle."),
  properties: properties(),
  sequences: computed(orNull(sequences("By their names; null when there are none."))),
  subscribers: subscribers(),
  tags: texts(),
  tasks: texts("Ids of its tasks."),
  additional_data_nodes: texts("Ids of data nodes that no task of it uses."),
  version: version(),
  domain: hidden(text("The name of the orchestrator object that runs it: see `core/planning/domain.ts`.")),
};
export type Scenario = RowOf<typeof scenarioFields>;

export const scenarioTable = tableOf("scenarios", ["id"], scenarioFields);
