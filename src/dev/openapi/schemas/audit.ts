import * as z from "zod";
import { component } from "../components.ts";
import { timestamp } from "./field-schemas.ts";

export const AuditRow = component(
  "AuditRow",
  z
    .object({
      id: z.string().describe("Sorts by time."),
      at: timestamp("When it was answered."),
      request_id: z.string().nullable(),
      actor: z
        .object({
          kind: z.string().describe("How the caller was known."),
          id: z.string().nullable().describe("Unique within its kind."),
          name: z.string().nullable(),
        })
        .describe("Who asked."),
      operation: z.string().nullable().describe("The operation's id in this document."),
      method: z.string().nullable(),
      entity_id: z.string().nullable().describe("What the path names, or what was created."),
      address: z.string().nullable().describe("Where the request came from."),
      status: z.int().nullable().describe("The answer's status."),
      result: z.string().describe("`ok`, or why it was refused."),
      count: z.int().min(1).describe("How many requests the row stands for."),
    })
    .describe("One change, or one refusal."),
);
