import type { Properties } from "../../core/entities/fields.ts";
import type { DatabaseEngine } from "../../core/storage-options/sql-options.ts";
import { misconfigured } from "../settings/outside-failure.ts";
import type { StorageContext } from "../types.ts";

export type ServerEngine = Exclude<DatabaseEngine, "sqlite">;

/** How a database server is reached. Never logged, never part of an error. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Use TLS. The platform must trust the certificate. */
  readonly tls: boolean;
  /** Further settings by their names in a connection string. */
  readonly extra: Readonly<Record<string, string>>;
}

const ENGINES = {
  postgresql: { port: 5432, schemes: ["postgresql:", "postgres:"] },
  mysql: { port: 3306, schemes: ["mysql:", "mariadb:"] },
} as const;

/**
 * The server that a configuration names, in its own options or by a binding (a Hyperdrive, or a variable or secret that
 * holds a connection string).
 * @throws TaipyError `storage_misconfigured` when the binding is missing or has another type
 */
export function serverSettings(
  engine: ServerEngine,
  properties: Readonly<Properties>,
  binding: StorageContext["binding"],
): ServerSettings {
  const { binding: name, db_extra_args = {} } = properties;
  const extra = textsOf(db_extra_args as Readonly<Record<string, unknown>>);
  if (name === undefined) return settingsOf(engine, properties, extra);
  const url = connectionUrl(engine, String(name), binding(String(name)));
  const given = {
    db_host: url.hostname,
    db_port: url.port || undefined,
    db_username: decodeURIComponent(url.username),
    db_password: decodeURIComponent(url.password),
    db_name: decodeURIComponent(url.pathname.slice(1)),
  };
  return settingsOf(engine, given, { ...Object.fromEntries(url.searchParams), ...extra });
}

function settingsOf(
  engine: ServerEngine,
  properties: Readonly<Properties>,
  { sslmode = "", ssl = "", "ssl-mode": sslMode = "", ...extra }: Readonly<Record<string, string>>,
): ServerSettings {
  const { db_host, db_port, db_username, db_password, db_name } = properties;
  return {
    // A connection string writes an IPv6 address in brackets.
    host: String(db_host ?? "localhost").replace(/^\[(.*)\]$/, "$1"),
    port: Number(db_port ?? ENGINES[engine].port),
    user: String(db_username ?? ""),
    password: String(db_password ?? ""),
    database: String(db_name ?? ""),
    tls: [sslmode, ssl, sslMode].some((mode) => /^(require|required|verify|true|1)/i.test(mode)),
    extra,
  };
}

function connectionUrl(engine: ServerEngine, name: string, bound: unknown): URL {
  if (bound === undefined) {
    const message = `The Worker has no binding, variable or secret "${name}", which the configuration names.`;
    throw misconfigured(message);
  }
  const text =
    typeof bound === "object" && bound !== null && "connectionString" in bound ? bound.connectionString : bound;
  const url = typeof text === "string" ? URL.parse(text) : null;
  const { schemes } = ENGINES[engine];
  if (url !== null && (schemes as readonly string[]).includes(url.protocol)) return url;
  const message = `"${name}" is neither a Hyperdrive binding for ${engine} nor a connection string that starts with ${schemes[0]}//.`;
  throw misconfigured(message);
}

const textsOf = (record: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]));
