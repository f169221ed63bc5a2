import * as z from "zod";
import { NO_UNITS, type Units } from "../../../core/cost/usage.ts";
import { component } from "../components.ts";

const names = Object.keys(NO_UNITS) as (keyof Units)[];
const count = z.number().min(0);
const counts = Object.fromEntries(names.map((name) => [name, count])) as Record<keyof Units, typeof count>;

const PlatformUnits = component(
  "PlatformUnits",
  z
    .object({ ...counts, cpu_ms: z.null().describe("A Worker can't read it: the platform's invocation log has it.") })
    .describe("What was used, in the units that the platform bills."),
);

export const Cost = component(
  "Cost",
  z
    .object({
      units: PlatformUnits,
      price_usd: z.number().min(0).describe("US dollars at list prices, without CPU time."),
    })
    .describe("What a submission has used of the platform so far. Only with the query parameter `cost`."),
);
