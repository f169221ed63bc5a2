import * as z from "zod";
import { schema } from "../schema.ts";
import { Properties, TimestampText } from "./fields.ts";
import { table } from "./table.ts";

export const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "YEARLY"] as const;
export type FrequencyName = (typeof FREQUENCIES)[number];

/** One period: a given day, week, month, quarter or year. Cycles have no version and no config. */
export const Cycle = /* @__PURE__ */ schema(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    frequency: z.enum(FREQUENCIES),
    properties: Properties,
    creation_date: TimestampText,
    start_date: TimestampText,
    end_date: TimestampText,
  }),
);
export type Cycle = z.infer<typeof Cycle>;

export const cycleTable = table<Cycle>("cycles", ["id"], {
  id: "text",
  name: "text",
  frequency: "text",
  properties: "json",
  creation_date: "text",
  start_date: "text",
  end_date: "text",
});
