import { functionOption, type Given, missingOf, optional, required, secret } from "./option.ts";
import type { RowClass } from "./table-options.ts";

/** How a collection of a MongoDB server is reached. Credentials may lie in a secret instead of the code. */
export const MONGO_OPTIONS = {
  /** The name of a variable or secret that holds a connection string: `mongodb://user:password@host/database`. */
  binding: optional<string>("binding"),
  /** Default: the database of the connection string. */
  dbName: optional<string>("db_name"),
  collectionName: required<string>("collection_name"),
  dbHost: optional<string>("db_host", "localhost"),
  dbPort: optional<number>("db_port", 27_017),
  dbUsername: secret<string>("db_username"),
  dbPassword: secret<string>("db_password"),
  /** `"srv"`: the host is a name whose DNS records list the servers. */
  dbDriver: optional<"srv" | "">("db_driver"),
  /** More options of the connection string, such as `{ tls: "true", authSource: "admin" }`. */
  dbExtraArgs: secret<Readonly<Record<string, string>>>("db_extra_args"),
  /** A class whose objects task functions get instead of plain documents: `new Class(document)`. */
  customDocument: functionOption<RowClass, false>("custom_document", false),
} as const;

/** The properties that a configuration lacks to reach its collection. */
export const missingMongoProperties = (properties: Given): readonly string[] =>
  missingOf(properties, ["binding"]).length === 0 ? [] : missingOf(properties, ["db_name"]);
