import type { Collection, Document, MongoClientOptions } from "mongodb";
import { TaipyError } from "../../core/errors.ts";
import { driverAdvice } from "../../core/storage-options/drivers.ts";
import { reasonWithout, settingsOf } from "../settings/node-settings.ts";
import type { StorageContext } from "../types.ts";
import { collectionAddress } from "./connection-string.ts";

export type MongoDriver = typeof import("mongodb");

/** Options for which the connection string has no value. */
const DEFAULTS = {
  maxPoolSize: 1,
  serverSelectionTimeoutMS: 10_000,
  connectTimeoutMS: 10_000,
  socketTimeoutMS: 30_000,
  // Streamed monitoring would hold a socket open on a request that is never answered.
  serverMonitoringMode: "poll",
} satisfies MongoClientOptions;

/**
 * Opens the collection of the node's configuration, calls `work`, and closes the connections: a Worker may not use those of
 * another request.
 * @throws TaipyError `database_unavailable` when the server can't be reached, `invalid_value` when it refuses
 */
export async function withCollection<T>(
  context: StorageContext,
  work: (collection: Collection, driver: MongoDriver) => Promise<T>,
): Promise<T> {
  const driver = mongoDriver(context);
  const address = collectionAddress(settingsOf(context), context.binding);
  try {
    const client = new driver.MongoClient(address.connectionString, {
      ...defaultsFor(address.connectionString),
      ignoreUndefined: true,
    });
    try {
      const database = address.database === null ? client.db() : client.db(address.database);
      return await work(database.collection<Document>(address.collection), driver);
    } finally {
      await client.close();
    }
  } catch (error) {
    throw mongoRefusal(error, address.secrets);
  }
}

/** Without the options of the connection string: the driver would prefer these. */
const defaultsFor = (connectionString: string): MongoClientOptions =>
  Object.fromEntries(
    Object.entries(DEFAULTS).filter(([name]) => !new RegExp(`[?&]${name}=`, "i").test(connectionString)),
  );

function mongoDriver({ drivers }: StorageContext): MongoDriver {
  const driver = drivers?.mongodb;
  // The DSL's type allows the library's module only.
  if (driver !== undefined) return driver as MongoDriver;
  throw new TaipyError(
    "invalid_value",
    `MongoDB needs a driver that the application brings: ${driverAdvice("mongodb")}.`,
  );
}

/** Errors with which a server, or the driver itself, refuses something. The driver's other errors mean that it reached no server. */
const REFUSALS: ReadonlySet<string> = new Set([
  "MongoServerError",
  "MongoBulkWriteError",
  "MongoWriteConcernError",
  "MongoInvalidArgumentError",
  "MongoParseError",
  "MongoMissingCredentialsError",
  "BSONError",
]);

/** The driver's error as a refusal, without the secrets. Any other error stays as it is. */
function mongoRefusal(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error) || !/^(?:Mongo|BSON)/.test(error.name)) return error;
  const reason = reasonWithout(secrets, error);
  return REFUSALS.has(error.name)
    ? new TaipyError("invalid_value", `MongoDB has refused this: ${reason}.`)
    : new TaipyError("database_unavailable", `The MongoDB server can't be reached: ${reason}.`);
}
