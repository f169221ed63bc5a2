import * as z from "zod";
import { ROLES, roleName } from "../../../core/access/permissions.ts";
import { component } from "../components.ts";
import { timestamp } from "./field-schemas.ts";

const roles = z.array(z.enum(ROLES.map(roleName))).describe("What the holder may do.");

export const ApiKey = component(
  "ApiKey",
  z
    .object({
      id: z.string(),
      name: z.string(),
      roles,
      created: timestamp("When it was made."),
      created_by: z.string().describe("Who made it: the kind of identity and its id."),
      expires_at: timestamp("When it ends; null = never.").nullable(),
      last_used_at: timestamp("When it was used last, exact to a minute.").nullable(),
      revoked_at: timestamp("When it was revoked; null = it was not.").nullable(),
    })
    .describe("A key of a program."),
);

export const User = component(
  "User",
  z
    .object({
      username: z.string(),
      roles,
      created: timestamp("When it was made."),
      created_by: z.string().describe("Who made it: the kind of identity and its id."),
    })
    .describe("A person or program that logs in with a password."),
);

export const TokenAnswer = component(
  "TokenAnswer",
  z.object({
    token: z.string().describe("What `Authorization: Bearer` takes."),
    expires_at: timestamp("When it ends."),
  }),
);

export const IdentityAnswer = component(
  "IdentityAnswer",
  z.object({
    kind: z
      .enum(["anonymous", "admin_key", "api_key", "user", "identity_provider"])
      .describe("How the caller is known."),
    id: z.string().describe("Unique within its kind."),
    name: z.string(),
    roles,
  }),
);

export const ApiKeyCreated = component(
  "ApiKeyCreatedAnswer",
  z.object({
    message: z.string(),
    key: z.string().describe("What `Authorization: Bearer` takes. It is kept nowhere."),
    api_key: ApiKey,
  }),
);

export const UserAnswer = component("UserAnswer", z.object({ message: z.string(), user: User }));
