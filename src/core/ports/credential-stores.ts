import type { ApiKey, StoredApiKey } from "../access/api-key.ts";
import type { LoginFailures } from "../access/login-delay.ts";
import type { RoleNames } from "../access/permissions.ts";
import type { LiveSession, Session, StoredUser, User } from "../access/user.ts";
import type { Timestamp } from "../time.ts";
import type { Page, PageQuery } from "./entity-reader.ts";

// The ports for stored credentials. http/auth/ checks credentials; these stores only keep them.

/** API keys (d1/access/api-key-store.ts). */
export interface ApiKeyStore {
  insert(key: StoredApiKey): Promise<void>;
  find(id: string): Promise<StoredApiKey | null>;
  /** Ordered by id; revoked keys are included. */
  page(query: PageQuery): Promise<Page>;
  /** Revoking a revoked key changes nothing. @returns null when there is no such key */
  revoke(id: string, now: Timestamp): Promise<ApiKey | null>;
  /** Sets `last_used_at` to `now`, unless it is later than `since`. */
  touch(id: string, now: Timestamp, since: Timestamp): Promise<void>;
  /** Whether there is a key that is neither revoked nor expired. */
  hasUsable(now: Timestamp): Promise<boolean>;
}

/** A user after a change, and its roles before. */
export interface ChangedUser {
  readonly user: User;
  readonly formerRoles: RoleNames;
}

export interface UserChange {
  readonly roles?: RoleNames | undefined;
  /** Ends the user's sessions. */
  readonly password_hash?: string | undefined;
}

export interface PasswordReplacement {
  readonly oldHash: string;
  readonly newHash: string;
  /** The session that goes on. */
  readonly sessionId: string;
}

/** Users with passwords (d1/access/user-store.ts). */
export interface UserStore {
  /** @returns false when the name is taken */
  insert(user: StoredUser): Promise<boolean>;
  /** Ordered by name. */
  page(query: PageQuery): Promise<Page>;
  /** @returns null when there is no such user */
  change(username: string, change: UserChange): Promise<ChangedUser | null>;
  /**
   * Sets another password, and ends all sessions but one.
   * @returns false when the user no longer exists, or no longer has the old password hash
   */
  replacePassword(username: string, change: PasswordReplacement): Promise<boolean>;
  /** Also removes the user's sessions and networks. @returns false when there is no such user */
  remove(username: string): Promise<boolean>;
}

/** What the check of a password needs to know. */
export interface LoginState {
  /** null = no user has the name. */
  readonly user: StoredUser | null;
  /** Whether the user has logged in from the network before. */
  readonly isKnownNetwork: boolean;
  /** Wrong passwords for names of the bucket. */
  readonly failures: LoginFailures | null;
}

/** Wrong passwords, and the networks of right ones (d1/access/login-store.ts). */
export interface LoginStore {
  /** One call, whether the user exists or not. */
  state(username: string, network: string, bucket: number): Promise<LoginState>;
  /** Counts a wrong password for a name of the bucket; those up to `since` are forgotten. */
  addFailure(bucket: number, now: Timestamp, since: Timestamp): Promise<void>;
}

/** A login that succeeds. */
export interface NewSession extends Session {
  readonly network: string;
  readonly created: Timestamp;
}

/** Logins (d1/access/session-store.ts). */
export interface SessionStore {
  /**
   * Keeps the network for {@link LoginStore}, too.
   * @returns false when the user no longer exists, or no longer has the password hash that the login was checked against
   */
  insert(session: NewSession, passwordHash: string): Promise<boolean>;
  /** null when the session has ended by a logout, a new password or the removal of its user. */
  find(id: string): Promise<LiveSession | null>;
  remove(id: string): Promise<void>;
  /** Removes a bounded number of sessions that have expired. */
  removeExpired(now: Timestamp): Promise<void>;
}

export interface CredentialStores {
  readonly apiKeys: ApiKeyStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly logins: LoginStore;
}
