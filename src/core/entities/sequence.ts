import { computed, hidden, properties, type RowOf, rewritten, subscribers, text, texts, version } from "./fields.ts";
import { tableOf } from "./table.ts";

const EXAMPLE = "SEQUENCE_training_SCENARIO_s_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11";

/** A named, connected subset of one scenario's tasks. Its id is made of both: see `sequenceId`. */
export const sequenceFields = {
  id: computed(text("Made of its name and its scenario's id.", EXAMPLE)),
  owner_id: computed(text("The id of its scenario.")),
  parent_ids: computed(texts("The same in a list.")),
  scenario_id: hidden(text()),
  name: hidden(text()),
  tasks: texts("Ids of its tasks, in the given order."),
  version: version(),
  properties: rewritten(properties()),
  subscribers: subscribers(),
};
export type Sequence = RowOf<typeof sequenceFields>;

export const sequenceTable = tableOf("sequences", ["scenario_id", "name"], sequenceFields);
