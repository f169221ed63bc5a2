import { TaipyError } from "../../core/errors.ts";
import { driverAdvice } from "../../core/storage-options/drivers.ts";
import type { DatabaseEngine } from "../../core/storage-options/sql-options.ts";
import { configurationOf, reasonWithout } from "../settings/node-settings.ts";
import { misconfigured, outsideError } from "../settings/outside-failure.ts";
import { withinLimit } from "../settings/request-limit.ts";
import type { StorageContext } from "../types.ts";
import { openD1 } from "./d1-database.ts";
import type { Database } from "./database.ts";
import type { MysqlDriver } from "./mysql.ts";
import { type ServerSettings, serverSettings } from "./server-settings.ts";
import { reasonOfDatabase } from "./sql-failures.ts";

/**
 * Opens a connection to the database of the node's configuration, calls `work`, and closes the connection.
 * @throws TaipyError with the database's reason and without credentials: `invalid_value` for a value that it refuses,
 *   `storage_misconfigured` or `storage_unavailable` for all else
 */
export async function withDatabase<T>(context: StorageContext, work: (database: Database) => Promise<T>): Promise<T> {
  const { engine, database, secrets } = await open(context);
  try {
    return await work(engine === "sqlite" ? database : limited(context, engine, database));
  } catch (error) {
    throw refusalOf(engine, error, secrets, "The database has refused this");
  } finally {
    await database.close();
  }
}

/** A server may never answer. Its connection is of no use afterwards; the server undoes a transaction that has lost it. */
function limited(context: StorageContext, engine: DatabaseEngine, database: Database): Database {
  const part = `The ${engine} database`;
  const answered = async <T>(isChange: boolean, call: Promise<T>): Promise<T> => {
    let isAnswered = false;
    const answer = call.finally(() => {
      isAnswered = true;
    });
    try {
      return await withinLimit(context, { part, isChange }, answer);
    } finally {
      if (!isAnswered) database.cut();
    }
  };
  return {
    ...database,
    query: (...given) => answered(false, database.query(...given)),
    transaction: (statements) => answered(true, database.transaction(statements)),
  };
}

interface Opened {
  readonly engine: DatabaseEngine;
  readonly database: Database;
  readonly secrets: readonly string[];
}

async function open(context: StorageContext): Promise<Opened> {
  const { properties } = configurationOf(context);
  const engine = properties.db_engine;
  switch (engine) {
    case "sqlite":
      return { engine, database: openD1(d1Binding(String(properties.binding), context)), secrets: [] };
    case "postgresql":
    case "mysql": {
      const settings = serverSettings(engine, properties, context.binding);
      const secrets = [settings.password, encodeURIComponent(settings.password)];
      try {
        return { engine, database: await connect[engine](settings, context), secrets };
      } catch (error) {
        throw refusalOf(engine, error, secrets, `The ${engine} database cannot be reached`);
      }
    }
    default:
      throw misconfigured(`Unknown database engine: ${String(engine)}.`);
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
  throw misconfigured(`The application has no driver for mysql: ${driverAdvice("mysql2")}.`);
}

function d1Binding(name: string, { binding }: StorageContext): D1Database {
  const bound = binding(name);
  if (typeof bound === "object" && bound !== null && "prepare" in bound && "batch" in bound) return bound as D1Database;
  const problem = bound === undefined ? "does not exist" : "is no D1 database";
  throw misconfigured(`The binding "${name}", which the configuration names, ${problem}.`);
}

/** The failure in the database's own words, without the secrets. A refusal of this code stays as it is. */
function refusalOf(engine: DatabaseEngine, error: unknown, secrets: readonly string[], problem: string): TaipyError {
  if (error instanceof TaipyError) return error;
  return outsideError(reasonOfDatabase(engine, error), `${problem}: ${reasonWithout(secrets, error)}.`);
}
