import * as z from "zod";
import { schema } from "../schema.ts";
import { Properties, Subscriber } from "./fields.ts";
import { table } from "./table.ts";

/** A named, connected subset of one scenario's tasks. Its id is made of both: see `sequenceId`. */
export const Sequence = /* @__PURE__ */ schema(() =>
  z.object({
    scenario_id: z.string(),
    name: z.string(),
    version: z.string(),
    /** Task ids in the given order. */
    tasks: z.array(z.string()),
    properties: Properties,
    subscribers: z.array(Subscriber),
  }),
);
export type Sequence = z.infer<typeof Sequence>;

export const sequenceTable = table<Sequence>("sequences", ["scenario_id", "name"], {
  scenario_id: "text",
  name: "text",
  version: "text",
  tasks: "json",
  properties: "json",
  subscribers: "json",
});
