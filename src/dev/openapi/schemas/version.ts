import * as z from "zod";
import { component } from "../components.ts";
import { timestamp } from "./field-schemas.ts";

export const Version = component(
  "Version",
  z
    .object({
      id: z.string().meta({ description: "Its number.", examples: ["1.0"] }),
      creation_date: timestamp("When something was created in it first; null = nothing yet.").nullable(),
      is_latest: z.boolean().describe("Whether it is the configured one, which lists show."),
    })
    .describe("A version of the application. Each entity but cycles belongs to one."),
);
