import type { Timestamp } from "../time.ts";
import type { RoleNames } from "./role-names.ts";

/** A person who signs in with a password. */
export interface User {
  username: string;
  roles: RoleNames;
  created: Timestamp;
  /** Who made it: `<kind of identity>:<id>`. */
  created_by: string;
}

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
