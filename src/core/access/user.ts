import * as z from "zod";
import { TimestampText } from "../entities/fields.ts";
import { schema } from "../schema.ts";
import { RoleNames } from "./role-names.ts";

/** Somebody who signs in with a password. */
export const User = /* @__PURE__ */ schema(() =>
  z.object({
    username: z.string(),
    roles: RoleNames,
    created: TimestampText,
    /** Who made it: `<kind of identity>:<id>`. */
    created_by: z.string(),
  }),
);
export type User = z.infer<typeof User>;

export interface StoredUser extends User {
  /** Algorithm, iterations, salt and hash as one text: see http/auth/password.ts. */
  readonly password_hash: string;
}

/** A login that has not ended. */
export interface Session {
  readonly id: string;
  readonly username: string;
  readonly expires_at: string;
}

/** A session with what its user may do now. */
export interface LiveSession extends Session {
  readonly roles: RoleNames;
}
