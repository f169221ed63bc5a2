import type { Collection, Document, MongoClientOptions } from "mongodb";
import { driverAdvice } from "../../core/storage-options/drivers.ts";
import { reasonWithout, settingsOf } from "../settings/node-settings.ts";
import { type Done, misconfigured, outsideError, UNKNOWN } from "../settings/outside-failure.ts";
import { withinLimit } from "../settings/request-limit.ts";
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

type Work<T> = (collection: Collection, driver: MongoDriver) => Promise<T>;

/**
 * Opens the collection of the node's configuration, calls `work`, and closes the connections: a Worker may not use those of
 * another request.
 * @throws TaipyError `storage_unavailable` when the server can't be reached or does not answer in time, `invalid_value` when it
 *   refuses a document, `storage_misconfigured` when it refuses all else
 */
export const withCollection = <T>(context: StorageContext, work: Work<T>): Promise<T> =>
  connected(context, work, "nothing");

/** The same for what changes the collection: when its answer is lost, it is not known whether it has. */
export const changeCollection = <T>(context: StorageContext, work: Work<T>): Promise<T> =>
  connected(context, work, "unknown");

async function connected<T>(context: StorageContext, work: Work<T>, change: Done): Promise<T> {
  const driver = mongoDriver(context);
  const address = collectionAddress(settingsOf(context), context.binding);
  let done: Done = "nothing";
  try {
    const client = new driver.MongoClient(address.connectionString, {
      ...defaultsFor(address.connectionString),
      ignoreUndefined: true,
    });
    const run = async () => {
      await client.connect();
      done = change;
      const database = address.database === null ? client.db() : client.db(address.database);
      return await work(database.collection<Document>(address.collection), driver);
    };
    try {
      return await withinLimit(context, { part: "The MongoDB server", done: () => done }, run());
    } finally {
      await client.close();
    }
  } catch (error) {
    throw mongoRefusal(error, address.secrets, done);
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
function mongoRefusal(error: unknown, secrets: readonly string[], done: Done): unknown {
  const reason = reasonOfMongo(error);
  if (reason === null) return error;
  const problem = reason === "outage" ? "The MongoDB server can't be reached" : "MongoDB has refused this";
  const rest = reason === "outage" && done === "unknown" ? UNKNOWN : "";
  return outsideError(reason, `${problem}: ${reasonWithout(secrets, error)}.${rest}`, done);
}
