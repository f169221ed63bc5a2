import type { Properties } from "../../entities/fields.ts";
import type { AnyQueryBuilder } from "../app-types.ts";

export const DATABASE_ENGINES = ["sqlite", "postgresql", "mysql"] as const;
export type DatabaseEngine = (typeof DATABASE_ENGINES)[number];

const text = { required: false, defaultValue: undefined as string | undefined } as const;
const secret = { ...text, secret: true } as const;

/** How both SQL types reach their database. Credentials may lie in a binding instead of the code. */
export const SQL_CONNECTION_OPTIONS = {
  dbEngine: { property: "db_engine", required: true, defaultValue: undefined as DatabaseEngine | undefined },
  /**
   * The name of a D1 binding (`sqlite`), or of a Hyperdrive binding, a variable or a secret that holds a connection
   * string (the others).
   */
  binding: { ...text, property: "binding" },
  dbName: { ...text, property: "db_name" },
  dbHost: { ...text, property: "db_host", defaultValue: "localhost" as string | undefined },
  dbPort: { property: "db_port", required: false, defaultValue: undefined as number | undefined },
  dbUsername: { ...secret, property: "db_username" },
  dbPassword: { ...secret, property: "db_password" },
  /** More settings of the connection, such as `{ sslmode: "require" }`. */
  dbExtraArgs: {
    property: "db_extra_args",
    required: false,
    secret: true,
    defaultValue: undefined as Readonly<Record<string, string>> | undefined,
  },
} as const;

/** A function of the application that says how a value is written. */
export const queryBuilder = <Required extends boolean>(property: string, required: Required) => ({
  property,
  required,
  isFunction: true,
  defaultValue: undefined as AnyQueryBuilder | undefined,
});

/** What is missing for the database of a configuration to be reached. */
export function missingConnectionProperties(properties: Readonly<Properties>): readonly string[] {
  const isMissing = (name: string) => properties[name] === undefined || properties[name] === null;
  if (properties.db_engine === "sqlite") return ["binding"].filter(isMissing);
  return isMissing("binding") ? ["db_name", "db_username", "db_password"].filter(isMissing) : [];
}
