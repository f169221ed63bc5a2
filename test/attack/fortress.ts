import { type RawAnswer, type RawRequest, send } from "../harness/send.ts";
import { type Service, startService } from "../harness/service.ts";

export const ADMIN_KEY = "an-administrators-key-of-the-attacks-0123456789";
export const SECRET_KEY = "a-signing-key-of-the-attacks-0123456789abcdef";
export const USER = { username: "planner", password: "correct horse battery" };

export type Role = "READER" | "EDITOR" | "EXECUTOR";

/** A service as it is deployed, with keys that its administrator has created. */
export interface Fortress {
  readonly service: Service;
  /** A new key with one role. */
  newKey(role: Role): Promise<string>;
  /** Sends a request unchanged, with or without a bearer token, from an address of its own unless it names one. */
  attack(request: RawRequest, token?: string | null): Promise<RawAnswer>;
  /** The whole stored state: entities, values, keys and users, but not what counts refused calls, nor a key's last use. */
  state(): Promise<string>;
  /** Only keys and users. */
  credentials(): Promise<string>;
}

const IGNORED_TABLES = /^(?:audit|refused_days|login_failures|d1_migrations|_cf_.*|sqlite_.*|outbox_fences)$/;

export async function startFortress(
  entry: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Fortress> {
  const service = await startService({
    entry,
    databases: ["SHOP"],
    variables: { AUTH_MODE: "required", ADMIN_KEY, SECRET_KEY, ...variables },
  });
  const db = await service.miniflare.getD1Database("DB");
  let attacks = 0;
  /** An address that the local runtime takes from the caller, as it takes it from Cloudflare's edge. */
  const nextAddress = () => `2001:db8:0:${(++attacks).toString(16)}::1`;
  const attack = (request: RawRequest, token: string | null = null) =>
    send(service.url, {
      ...request,
      headers: {
        "CF-Connecting-IP": nextAddress(),
        ...request.headers,
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
    });

  async function dump(tables: readonly string[]): Promise<string> {
    const parts = tables.map(async (table) => {
      const { results } = await db.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all();
      return [table, results.map(({ last_used_at: _, ...row }) => row)];
    });
    return JSON.stringify(await Promise.all(parts), null, 1);
  }

  return {
    service,
    attack,
    async newKey(role) {
      const answer = await attack(json("POST", "/api/v1/auth/keys/", { name: role, roles: [role] }), ADMIN_KEY);
      if (answer.status !== 201) throw new Error(answer.text);
      return (JSON.parse(answer.text) as { readonly key: string }).key;
    },
    async state() {
      const { results } = await db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
      return dump(results.map(({ name }) => String(name)).filter((name) => !IGNORED_TABLES.test(name)));
    },
    credentials: () => dump(["api_keys", "users"]),
  };
}

export const json = (method: string, path: string, body: unknown): RawRequest => ({
  method,
  path,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export const get = (path: string): RawRequest => ({ method: "GET", path });

/** The JSON of an answer. */
export const bodyOf = <Body = Record<string, unknown>>({ text }: RawAnswer): Body => JSON.parse(text) as Body;

/** Texts that no answer may contain, whatever the caller's role: secrets, password hashes, and internals of the service. */
export const INSIDE =
  /pbkdf2-sha512\$|SQLITE|D1_|worker\.mjs|node_modules|\n\s+at |TypeError|ReferenceError|RangeError|ZodError|\.ts:\d|PAYLOADS|ORCHESTRATOR/;
