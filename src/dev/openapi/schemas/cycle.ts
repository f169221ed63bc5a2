import * as z from "zod";
import { FREQUENCIES } from "../../../core/entities/cycle.ts";
import { component } from "../components.ts";
import { id, memberName, Properties, timestampWithOffset } from "./fields.ts";

export const Cycle = component(
  "Cycle",
  z
    .object({
      id: id("Unique.", "CYCLE_November_2026_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
      name: z.string().describe("Follows from the frequency and the start."),
      frequency: memberName("Frequency", FREQUENCIES).describe("How long the period is."),
      properties: Properties,
      creation_date: timestampWithOffset("When it was created."),
      start_date: timestampWithOffset("The first moment of the period."),
      end_date: timestampWithOffset("The last moment of the period."),
    })
    .describe("A period of the business, such as one month: scenarios of one frequency and period share it."),
);
