import type { FrequencyName } from "../../entities/cycle.ts";

/** How long the cycles of a scenario are. Without a frequency its scenarios have no cycle. */
export const Frequency = Object.freeze({
  DAILY: "DAILY",
  WEEKLY: "WEEKLY",
  MONTHLY: "MONTHLY",
  QUARTERLY: "QUARTERLY",
  YEARLY: "YEARLY",
}) satisfies { readonly [Name in FrequencyName]: Name };
export type Frequency = FrequencyName;
