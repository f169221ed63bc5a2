import type { DriverName } from "./drivers.ts";
import { type Given, missingOf, type OptionRow, optional, required, secret } from "./option.ts";

const DATABASE_ENGINES = ["sqlite", "postgresql", "mysql"] as const;
export type DatabaseEngine = (typeof DATABASE_ENGINES)[number];

/** One statement: its text, or its text and the values of its placeholders (`?`; for PostgreSQL `$1`, `$2`, …). */
export type SqlQuery = string | readonly [statement: string, parameters: readonly unknown[]];

/** A function of the application that says how a value is written. */
// biome-ignore lint/suspicious/noExplicitAny: a builder takes the value that the task returns.
export type AnyQueryBuilder = (data: any) => SqlQuery | readonly SqlQuery[];

const dbEngine: OptionRow<DatabaseEngine, true> = {
  ...required<DatabaseEngine>("db_engine"),
  oneOf: DATABASE_ENGINES,
};

/** How both SQL types reach their database. Credentials may lie in a binding instead of the code. */
export const SQL_CONNECTION_OPTIONS = {
  dbEngine,
  /**
   * The name of a D1 binding (`sqlite`), or of a Hyperdrive binding, a variable or a secret that holds a connection
   * string (the others).
   */
  binding: optional<string>("binding"),
  dbName: optional<string>("db_name"),
  dbHost: optional<string>("db_host", "localhost"),
  dbPort: optional<number>("db_port"),
  dbUsername: secret<string>("db_username"),
  dbPassword: secret<string>("db_password"),
  /** More settings of the connection, such as `{ sslmode: "require" }`. */
  dbExtraArgs: secret<Readonly<Record<string, string>>>("db_extra_args"),
} as const;

/** The properties that a configuration lacks to reach its database. */
export function missingConnectionProperties(properties: Given): readonly string[] {
  if (properties.db_engine === "sqlite") return missingOf(properties, ["binding"]);
  const isBound = missingOf(properties, ["binding"]).length === 0;
  return isBound ? [] : missingOf(properties, ["db_name", "db_username", "db_password"]);
}

/** The Worker itself speaks to D1 and PostgreSQL. */
export const sqlDriver = ({ db_engine }: Given): DriverName | null => (db_engine === "mysql" ? "mysql2" : null);
