import type { Page, PageQuery } from "../ports/entity-reader.ts";
import type { Timestamp } from "../time.ts";
import type { ApiKey, StoredApiKey } from "./api-key.ts";
import type { RoleNames } from "./role-names.ts";
import type { LiveSession, Session, StoredUser, User } from "./user.ts";

// Where credentials are kept. Nothing here checks them: that is http/auth/.

/** Keys of programs (d1/access/api-key-store.ts). */
export interface ApiKeyStore {
  insert(key: StoredApiKey): Promise<void>;
  find(id: string): Promise<StoredApiKey | null>;
  /** In the order of their ids, revoked ones too. */
  page(query: PageQuery): Promise<Page>;
  /** @returns the key, or null when there is none; when it was revoked before, nothing changes */
  revoke(id: string, now: Timestamp): Promise<ApiKey | null>;
  /** Notes a use, unless one has been noted after `since`. */
  touch(id: string, now: Timestamp, since: Timestamp): Promise<void>;
  /** Whether any key would be let in. */
  hasUsable(now: Timestamp): Promise<boolean>;
}

export interface UserChange {
  readonly roles?: RoleNames | undefined;
  /** Ends the user's sessions. */
  readonly password_hash?: string | undefined;
}

/** Users with passwords (d1/access/user-store.ts). */
export interface UserStore {
  /** @returns false when the name is taken */
  insert(user: StoredUser): Promise<boolean>;
  find(username: string): Promise<StoredUser | null>;
  /** In the order of their names. */
  page(query: PageQuery): Promise<Page>;
  /** @returns null when there is no such user */
  change(username: string, change: UserChange): Promise<User | null>;
  /** With the user's sessions. @returns false when there is no such user */
  remove(username: string): Promise<boolean>;
}

/** Logins (d1/access/session-store.ts). */
export interface SessionStore {
  /** @returns false when the user is gone, or has another password than the one that was checked */
  insert(session: Session, passwordHash: string): Promise<boolean>;
  find(id: string): Promise<LiveSession | null>;
  remove(id: string): Promise<void>;
  /** Removes a bounded number of sessions that have expired. */
  removeExpired(now: Timestamp): Promise<void>;
}

export interface CredentialStores {
  readonly apiKeys: ApiKeyStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
}
