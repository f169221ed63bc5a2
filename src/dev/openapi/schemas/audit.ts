import * as z from "zod";
import { ROLES, roleName } from "../../../core/access/permissions.ts";
import { component } from "../components.ts";
import { timestamp } from "./field-schemas.ts";

const roles = z.array(z.enum(ROLES.map(roleName)));

export const AuditRow = component(
  "AuditRow",
  z
    .object({
      id: z.string().describe("Sorts by time."),
      at: timestamp("When it was answered, or the first of several."),
      last_at: timestamp("When the last of them was answered."),
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
      entity_id: z
        .string()
        .nullable()
        .describe("What the path names, what was created, or the user whose password was wrong."),
      address: z.string().nullable().describe("Where the request came from; of an unknown caller an IPv6 network."),
      status: z.int().nullable().describe("The answer's status; null = various ones."),
      changes: z
        .object({
          roles: z
            .object({ from: roles.nullable().describe("null = the user or key is new."), to: roles })
            .optional()
            .describe("The roles that were given or changed."),
          password: z.literal("changed").optional().describe("The password was changed."),
        })
        .nullable()
        .describe("What the call changed about a user or a key."),
      result: z.string().describe("`ok`, or why it was refused."),
      count: z.int().min(1).describe("How many requests the row stands for."),
    })
    .describe("One change, or one refusal."),
);
