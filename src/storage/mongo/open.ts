import type { Collection, Document, MongoClientOptions } from "mongodb";
import { TaipyError } from "../../core/errors.ts";
import { driverAdvice } from "../../core/storage-options/drivers.ts";
import { settingsOf } from "../settings/settings.ts";
import type { StorageContext } from "../types.ts";
import { collectionPlace } from "./connection-string.ts";
import { mongoRefusal } from "./refusal.ts";

export type MongoDriver = typeof import("mongodb");

/** What the connection string does not say. */
const DEFAULTS = {
  maxPoolSize: 1,
  serverSelectionTimeoutMS: 10_000,
  connectTimeoutMS: 10_000,
  socketTimeoutMS: 30_000,
  // Streamed monitoring would hold a socket open on a request that is never answered.
  serverMonitoringMode: "poll",
} satisfies MongoClientOptions;

/**
 * Works with the collection that the node's configuration names, over connections of its own that are closed at the
 * end: a Worker may not use what another request has opened.
 * @throws TaipyError `database_unavailable` when the server can't be reached, `invalid_value` when it refuses
 */
export async function withCollection<T>(
  context: StorageContext,
  work: (collection: Collection, driver: MongoDriver) => Promise<T>,
): Promise<T> {
  const driver = mongoDriver(context);
  const place = collectionPlace(settingsOf(context), context.binding);
  try {
    const client = new driver.MongoClient(place.connectionString, {
      ...unsaid(place.connectionString),
      ignoreUndefined: true,
    });
    try {
      const database = place.database === null ? client.db() : client.db(place.database);
      return await work(database.collection<Document>(place.collection), driver);
    } finally {
      await client.close();
    }
  } catch (error) {
    throw mongoRefusal(error, place.secrets);
  }
}

/** The driver would let options win over the connection string. */
const unsaid = (connectionString: string): MongoClientOptions =>
  Object.fromEntries(
    Object.entries(DEFAULTS).filter(([name]) => !new RegExp(`[?&]${name}=`, "i").test(connectionString)),
  );

function mongoDriver({ drivers }: StorageContext): MongoDriver {
  const driver = drivers?.mongodb;
  // The DSL takes the library's module only.
  if (driver !== undefined) return driver as MongoDriver;
  throw new TaipyError(
    "invalid_value",
    `MongoDB needs a driver that the application brings: ${driverAdvice("mongodb")}.`,
  );
}
