import type { DataNodeConfig } from "../../core/config/app-types.ts";
import { TaipyError } from "../../core/errors.ts";
import { driverAdvice } from "../../core/storage-options/drivers.ts";
import type { StorageContext } from "../types.ts";
import { openD1 } from "./d1.ts";
import type { Database } from "./database.ts";
import type { MysqlDriver } from "./mysql.ts";
import { connectionRefusal, statementRefusal } from "./refusal.ts";
import { type ServerSettings, serverSettings } from "./settings.ts";

/**
 * Works with the database that the node's configuration names, over a connection of its own that is closed at the end.
 * @throws TaipyError `invalid_value` with what the database says, and never with a credential
 */
export async function withDatabase<T>(context: StorageContext, work: (database: Database) => Promise<T>): Promise<T> {
  const { database, secrets } = await open(context);
  try {
    return await work(database);
  } catch (error) {
    throw statementRefusal(error, secrets);
  } finally {
    await database.close();
  }
}

/** Credentials and functions are in the configuration only. */
export function configOf({ config }: StorageContext): DataNodeConfig {
  if (config !== null) return config;
  throw new TaipyError("invalid_value", "The application has no configuration of this data node any more.");
}

interface Opened {
  readonly database: Database;
  readonly secrets: readonly string[];
}

async function open(context: StorageContext): Promise<Opened> {
  const { properties } = configOf(context);
  const engine = properties.db_engine;
  switch (engine) {
    case "sqlite":
      return { database: openD1(d1Binding(String(properties.binding), context)), secrets: [] };
    case "postgresql":
    case "mysql": {
      const settings = serverSettings(engine, properties, context.binding);
      const secrets = [settings.password, encodeURIComponent(settings.password)];
      try {
        return { database: await connect[engine](settings, context), secrets };
      } catch (error) {
        throw connectionRefusal(error, engine, secrets);
      }
    }
    default:
      throw new TaipyError("invalid_value", `Unknown database engine: ${String(engine)}.`);
  }
}

/** Drivers are loaded by the first data node that needs one. */
const connect = {
  postgresql: async (settings: ServerSettings) => (await import("./postgresql.ts")).openPostgresql(settings),
  async mysql(settings: ServerSettings, context: StorageContext) {
    const driver = mysqlDriver(context);
    return (await import("./mysql.ts")).openMysql(settings, driver);
  },
};

function mysqlDriver({ drivers }: StorageContext): MysqlDriver {
  if (drivers?.mysql2 !== undefined) return drivers.mysql2 as MysqlDriver;
  throw new TaipyError("invalid_value", `The application has no driver for mysql: ${driverAdvice("mysql2")}.`);
}

function d1Binding(name: string, { binding }: StorageContext): D1Database {
  const bound = binding(name);
  if (typeof bound === "object" && bound !== null && "prepare" in bound && "batch" in bound) return bound as D1Database;
  const problem = bound === undefined ? "does not exist" : "is no D1 database";
  throw new TaipyError("invalid_value", `The binding "${name}", which the configuration names, ${problem}.`);
}
