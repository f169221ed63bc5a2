import type { Timestamp } from "../time.ts";
import type { RoleNames } from "./permissions.ts";

/** A person who logs in with a password. */
export interface User {
  username: string;
  roles: RoleNames;
  created: Timestamp;
  /** The identity that created it: `<kind>:<id>`. */
  created_by: string;
}

export interface StoredUser extends User {
  /** Algorithm, iterations, salt and hash as one text (http/auth/passwords/password.ts). */
  readonly password_hash: string;
}

/** A login; a logout, or a new password of the user, removes it. */
export interface Session {
  readonly id: string;
  readonly username: string;
  readonly expires_at: Timestamp;
}

export interface LiveSession extends Session {
  /** The present roles of the session's user. */
  readonly roles: RoleNames;
}
