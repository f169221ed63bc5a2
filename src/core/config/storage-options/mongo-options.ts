import type { Properties } from "../../entities/fields.ts";
import type { RowClass } from "../dsl/exposed-type-option.ts";

const text = { required: false, defaultValue: undefined as string | undefined } as const;
const secret = { ...text, secret: true } as const;

/** How a collection of a MongoDB server is reached. Credentials may lie in a secret instead of the code. */
export const MONGO_OPTIONS = {
  /** The name of a variable or secret that holds a connection string: `mongodb://user:password@host/database`. */
  binding: { ...text, property: "binding" },
  /** Default: the database of the connection string. */
  dbName: { ...text, property: "db_name" },
  collectionName: { property: "collection_name", required: true, defaultValue: undefined as string | undefined },
  dbHost: { ...text, property: "db_host", defaultValue: "localhost" as string | undefined },
  dbPort: { property: "db_port", required: false, defaultValue: 27_017 as number | undefined },
  dbUsername: { ...secret, property: "db_username" },
  dbPassword: { ...secret, property: "db_password" },
  /** `"srv"`: the host is a name whose DNS records list the servers. */
  dbDriver: { property: "db_driver", required: false, defaultValue: undefined as "srv" | "" | undefined },
  /** More options of the connection string, such as `{ tls: "true", authSource: "admin" }`. */
  dbExtraArgs: {
    property: "db_extra_args",
    required: false,
    secret: true,
    defaultValue: undefined as Readonly<Record<string, string>> | undefined,
  },
  /** A class whose objects task functions get instead of plain documents: `new Class(document)`. */
  customDocument: {
    property: "custom_document",
    required: false,
    isFunction: true,
    defaultValue: undefined as RowClass | undefined,
  },
} as const;

/** What is missing for the collection of a configuration to be reached. */
export const missingMongoProperties = ({ binding, db_name }: Readonly<Properties>): readonly string[] =>
  (binding ?? db_name ?? null) === null ? ["db_name"] : [];
