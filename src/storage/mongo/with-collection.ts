import type { Collection, Document, MongoClientOptions } from "mongodb";
import { driverAdvice } from "../../core/storage-options/drivers.ts";
import { reasonWithout, settingsOf } from "../settings/node-settings.ts";
import { misconfigured, outsideError } from "../settings/outside-failure.ts";
import type { StorageContext } from "../types.ts";
import { collectionAddress } from "./connection-string.ts";
import { reasonOfMongo } from "./mongo-failures.ts";

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
 * @throws TaipyError `storage_unavailable` when the server can't be reached, `invalid_value` when it refuses a document,
 *   `storage_misconfigured` when it refuses all else
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
  throw misconfigured(`MongoDB needs a driver that the application brings: ${driverAdvice("mongodb")}.`);
}

/** The driver's error as one of ours, without the secrets. Any other error stays as it is. */
function mongoRefusal(error: unknown, secrets: readonly string[]): unknown {
  const reason = reasonOfMongo(error);
  if (reason === null) return error;
  const problem = reason === "outage" ? "The MongoDB server can't be reached" : "MongoDB has refused this";
  return outsideError(reason, `${problem}: ${reasonWithout(secrets, error)}.`);
}
