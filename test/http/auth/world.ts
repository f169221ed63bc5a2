import { env } from "cloudflare:workers";
import type { FetchImplementation } from "jose";
import { type AuthOptions, authConfig } from "../../../src/core/config/settings/auth-settings.ts";
import type { Log } from "../../../src/core/ports/runtime.ts";
import { MICROSECONDS_PER_SECOND, type Microseconds } from "../../../src/core/time.ts";
import { createApiKeyStore } from "../../../src/d1/access/api-key-store.ts";
import { createLoginStore } from "../../../src/d1/access/login-store.ts";
import { createSessionStore } from "../../../src/d1/access/session-store.ts";
import { createUserStore } from "../../../src/d1/access/user-store.ts";
import { type Auth, createAuth } from "../../../src/http/auth/auth.ts";
import { createGuard } from "../../../src/http/pipeline/guard.ts";

export const { DB } = env as unknown as { DB: D1Database };

export const ADMIN_KEY = "an-administrators-key-for-the-tests-0123456789";
export const SECRET_KEY = "a-signing-key-for-the-tests-0123456789abcdef";
const START = 1_700_000_000 * MICROSECONDS_PER_SECOND;

export interface TestAuthOptions {
  readonly mode?: string;
  /** null = none. */
  readonly adminKey?: string | null;
  readonly secretKey?: string | null;
  readonly options?: AuthOptions;
  readonly fetch?: FetchImplementation;
  readonly corsOrigins?: readonly string[];
  readonly login?: (username: string) => Promise<void>;
  readonly lookup?: () => Promise<void>;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly db?: D1Database;
}

const unreachable: FetchImplementation = () => Promise.reject(new TypeError("no network in this test"));

/** The real authentication with the test file's database and a clock that the test sets. */
export function createTestAuth(given: TestAuthOptions = {}) {
  const { mode, adminKey = ADMIN_KEY, secretKey = SECRET_KEY, options, fetch = unreachable, db = DB } = given;
  const { corsOrigins = [] } = given;
  const time = { now: START };
  const logged: { event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const log: Log = (event, fields) => void logged.push({ event, fields });
  const { config, issues } = authConfig(options, () => undefined);
  if (issues.length > 0) throw new Error(JSON.stringify(issues));
  const stores = {
    apiKeys: createApiKeyStore(db),
    users: createUserStore(db),
    sessions: createSessionStore(db),
    logins: createLoginStore(db),
  };
  const refusals: string[] = [];
  const limits = {
    request: async () => {},
    unknown: async () => {},
    lookup: async () => given.lookup?.(),
    refusal: async ({ url }: { readonly url: URL }) => void refusals.push(url.pathname),
    login: async (_: unknown, username: string) => given.login?.(username),
  };
  const auth: Auth = createAuth({
    app: {
      auth: config,
      http: { corsOrigins, auditDays: 90, compat: "off" },
      settings: { testing: false, env: null, secretKey },
    },
    stores,
    limits,
    clock: () => time.now,
    log,
    fetch,
    sleep: given.sleep ?? (async () => {}),
    keepAlive: () => {},
    mode,
    adminKey: adminKey ?? undefined,
  });
  const guard = createGuard({ authenticator: auth.authenticator, limits });
  const pass = (duration: Microseconds) => {
    time.now += duration;
  };
  return { auth, guard, stores, time, pass, logged, refusals };
}

/** The options of `fetch` for a request with a bearer token. */
export const withBearer = (token: string, init: RequestInit = {}): RequestInit => {
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return { ...init, headers };
};
