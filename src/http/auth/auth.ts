import type { FetchImplementation } from "jose";
import { authModeOf } from "../../core/access/auth-mode.ts";
import type { App } from "../../core/config/app-types.ts";
import type { CredentialStores } from "../../core/ports/credential-stores.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import type { Authenticator, Limits } from "../pipeline/guard.ts";
import { createAdminKey, MIN_ADMIN_KEY_LENGTH } from "./admin-key.ts";
import { type ApiKeys, createApiKeys } from "./api-keys.ts";
import { createAuthenticator } from "./authenticator.ts";
import { createPasswordCheck } from "./passwords/password-check.ts";
import { createIdentityProviders } from "./providers/identity-providers.ts";
import { createSessions, type Sessions, signingKey } from "./sessions.ts";
import { createUsers, type Users } from "./users.ts";

/** Everything that authentication consists of. */
export interface Auth {
  readonly authenticator: Authenticator;
  readonly apiKeys: ApiKeys;
  readonly users: Users;
  readonly sessions: Sessions;
}

export interface AuthDeps {
  readonly app: Pick<App, "auth" | "http" | "settings">;
  readonly stores: CredentialStores;
  readonly limits: Pick<Limits, "login" | "lookup">;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: FetchImplementation;
  readonly sleep: (ms: number) => Promise<void>;
  /** Lets work of the current request go on after its answer. The work never rejects. */
  readonly keepAlive: (work: Promise<unknown>) => void;
  /** The variable AUTH_MODE. */
  readonly mode: string | undefined;
  /** The secret ADMIN_KEY. */
  readonly adminKey: string | undefined;
}

export function createAuth({
  app,
  stores,
  limits,
  clock,
  log,
  fetch,
  sleep,
  keepAlive,
  ...environment
}: AuthDeps): Auth {
  const adminKey = createAdminKey(environment.adminKey);
  if (adminKey.isTooShort) log("admin_key_ignored", { minimum_length: MIN_ADMIN_KEY_LENGTH });
  const apiKeys = createApiKeys({ store: stores.apiKeys, limits, clock, log });
  const key = signingKey(app.settings.secretKey);
  // Logins need the key: without it they are refused before this check.
  const check = createPasswordCheck({ logins: stores.logins, limits, clock, log, secret: key ?? new Uint8Array(1) });
  const { sessionSeconds } = app.auth;
  const sessions = createSessions({ store: stores.sessions, check, clock, key, sessionSeconds });
  const authenticator = createAuthenticator({
    mode: authModeOf(environment.mode),
    adminKey,
    apiKeys,
    sessions,
    providers: createIdentityProviders({ providers: app.auth.identityProviders, clock, fetch, sleep, keepAlive }),
    store: stores.apiKeys,
    clock,
    corsOrigins: app.http.corsOrigins,
  });
  return { authenticator, apiKeys, sessions, users: createUsers({ store: stores.users, sessions, check, clock }) };
}
