import type { Timestamp } from "../time.ts";
import type { RoleNames } from "./role-names.ts";

/** A key of a program. What it says to prove itself is shown once, when it is made, and kept nowhere. */
export interface ApiKey {
  id: string;
  name: string;
  roles: RoleNames;
  created: Timestamp;
  /** Who made it: `<kind of identity>:<id>`. */
  created_by: string;
  /** null = never. */
  expires_at: Timestamp | null;
  /** Exact to a minute. */
  last_used_at: Timestamp | null;
  revoked_at: Timestamp | null;
}

/** SHA-256 of the whole text, as hex. It needs no slow hash: there are 2^256 texts to try. */
export interface StoredApiKey extends ApiKey {
  readonly hash: string;
}
