import type { Timestamp } from "../time.ts";
import type { RoleNames } from "./permissions.ts";

/** An API key of a program. Its text is shown once, when it is created; only the hash of the text is stored. */
export interface ApiKey {
  id: string;
  name: string;
  roles: RoleNames;
  created: Timestamp;
  /** The identity that created it: `<kind>:<id>`. */
  created_by: string;
  /** null = it does not expire. */
  expires_at: Timestamp | null;
  /** To within a minute; null = never used. */
  last_used_at: Timestamp | null;
  /** null = not revoked. */
  revoked_at: Timestamp | null;
}

export interface StoredApiKey extends ApiKey {
  /** SHA-256 of the whole text, as hex. A fast hash is enough: the text has 256 random bits. */
  readonly hash: string;
}
