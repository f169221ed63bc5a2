import type { DriverName } from "./drivers.ts";
import {
  type Checked,
  type Given,
  missingOf,
  type OptionRow,
  optional,
  type Problem,
  required,
  secret,
} from "./option.ts";

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

/** Parameters of a PostgreSQL session that `dbExtraArgs` and a connection string may set. */
const SERVER_PARAMETERS = ["application_name", "lock_timeout", "options", "search_path", "statement_timeout"] as const;

const TLS = ["sslmode", "ssl-mode", "ssl"];
const EXTRA_ARGS: Readonly<Record<DatabaseEngine, readonly string[]>> = {
  sqlite: [],
  postgresql: [...TLS, ...SERVER_PARAMETERS],
  mysql: [...TLS, "charset"],
};

/** The rules of a database that no option has alone: an unknown argument would be ignored, such as the one that asks for TLS. */
export function* checkDatabase({ properties }: Checked, owner: string): Generator<Problem> {
  const { db_engine, db_extra_args } = properties;
  const known = EXTRA_ARGS[db_engine as DatabaseEngine] as readonly string[] | undefined;
  if (known === undefined || typeof db_extra_args !== "object" || db_extra_args === null) return;
  const unknown = Object.keys(db_extra_args).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const names = known.length === 0 ? "none" : known.map((name) => `\`${name}\``).join(", ");
  const message = `\`db_extra_args\` of ${owner} has \`${unknown}\`, which is ignored for ${String(db_engine)}. Known: ${names}.`;
  yield { property: "db_extra_args", value: undefined, message, isWarning: true };
}

/** The same, and a table's name. */
export function* checkTable(config: Checked, owner: string): Generator<Problem> {
  yield* checkDatabase(config, owner);
  const { table_name: value } = config.properties;
  if (value === undefined || value === null) return;
  if (typeof value === "string" && value !== "" && !/^\.|\.\.|\.$/.test(value)) return;
  const message = `\`table_name\` of ${owner} must be the name of a table, or of a schema and a table: \`warehouse.sales\`. A name with a dot has double quotes: \`"warehouse.sales"\`.`;
  yield { property: "table_name", value, message };
}
