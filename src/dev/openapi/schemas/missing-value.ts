import * as z from "zod";
import { component } from "../components.ts";
import { timestamp } from "./field-schemas.ts";

export const MissingValue = component(
  "MissingValue",
  z
    .object({
      data_node_id: z.string(),
      edit_number: z
        .int()
        .min(0)
        .describe("The newest edit; 1 when the value is the file that the node has begun with."),
      last_edit_date: timestamp("When the value was written.").nullable(),
      key: z.string().describe("Where the value should be, in KV or R2."),
    })
    .describe("A data node whose newest value is gone."),
);
