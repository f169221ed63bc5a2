import { member, properties, type RowOf, text, timeWithOffset } from "./fields.ts";
import { tableOf } from "./table.ts";

export const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "YEARLY"] as const;
export type FrequencyName = (typeof FREQUENCIES)[number];

/** One period: a given day, week, month, quarter or year. Cycles have no version and no config. */
export const cycleFields = {
  id: text("Unique.", "CYCLE_November_2026_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  name: text("Follows from the frequency and the start."),
  frequency: member("Frequency", FREQUENCIES, "How long the period is."),
  properties: properties(),
  creation_date: timeWithOffset("When it was created."),
  start_date: timeWithOffset("The first moment of the period."),
  end_date: timeWithOffset("The last moment of the period."),
};
export type Cycle = RowOf<typeof cycleFields>;

export const cycleTable = tableOf("cycles", ["id"], cycleFields);
