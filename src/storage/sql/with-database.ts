import { TaipyError } from "../../core/errors.ts";
import { driverAdvice } from "../../core/storage-options/drivers.ts";
import type { DatabaseEngine } from "../../core/storage-options/sql-options.ts";
import { configurationOf, reasonWithout } from "../settings/node-settings.ts";
import { type Done, misconfigured, outsideError, type Reason, UNKNOWN } from "../settings/outside-failure.ts";
import { withinLimit } from "../settings/request-limit.ts";
import type { StorageContext } from "../types.ts";
import { openD1 } from "./d1-database.ts";
import type { Database, Statement } from "./database.ts";
import type { MysqlDriver } from "./mysql.ts";
import { serverLimits } from "./server-connection.ts";
import { type ServerSettings, serverSettings } from "./server-settings.ts";
import { databaseFailure, isOfJavaScript, placeOf } from "./sql-failures.ts";

/**
 * Opens a connection to the database of the node's configuration, calls `work`, and closes the connection.
 * @throws TaipyError with the database's reason and without credentials: `invalid_value` for a value that it refuses,
 *   `storage_misconfigured` or `storage_unavailable` for all else
 */
export async function withDatabase<T>(context: StorageContext, work: (database: Database) => Promise<T>): Promise<T> {
  const opened = await open(context);
  try {
    return await work(watched(context, opened));
  } catch (error) {
    if (isOfJavaScript(error)) throw error;
    throw refusalOf(opened, error, "nothing");
  } finally {
    await opened.database.close();
  }
}

/**
 * A server may never answer. Its connection is of no use afterwards; the server undoes a transaction that has lost it before its
 * COMMIT. D1 has a limit of its own.
 */
function watched(context: StorageContext, opened: Opened): Database {
  const { engine, database } = opened;
  const { signal } = context;
  const ended = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => {
      database.cut();
      reject(jobEnded());
    });
  });
  ended.catch(() => {});
  const answered = async <T>(done: () => Done, call: Promise<T>): Promise<T> => {
    if (engine === "sqlite") return call;
    let isAnswered = false;
    const answer = call.finally(() => {
      isAnswered = true;
    });
    try {
      return await Promise.race([withinLimit(context, { part: `The ${engine} database`, done }, answer), ended]);
    } finally {
      if (!isAnswered) database.cut();
    }
  };
  return {
    ...database,
    query: (...given) => answered(() => "nothing", database.query(...given)),
    async transaction(statements, progress = { mayBeDone: false }) {
      const done = () => (progress.mayBeDone ? "unknown" : "nothing");
      try {
        await answered(
          done,
          database.transaction(() => whileWanted(statements(), signal), progress),
        );
      } catch (error) {
        throw refusalOf(opened, error, done());
      }
    },
  };
}

const jobEnded = (): TaipyError => new TaipyError("storage_unavailable", "The job has ended before its write.");

/** The statements of a transaction, whose COMMIT follows the last one, as long as somebody waits for it. */
function* whileWanted(statements: Iterable<Statement>, signal: StorageContext["signal"]): Generator<Statement> {
  const check = () => {
    if (signal?.aborted === true) throw jobEnded();
  };
  for (const statement of statements) {
    check();
    yield statement;
  }
  check();
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
        throw refusalOf({ engine, secrets }, error, "nothing", `The ${engine} database cannot be reached`);
      }
    }
    default:
      throw misconfigured(`Unknown database engine: ${String(engine)}.`);
  }
}

/** Drivers are loaded by the first data node that needs one. */
const connect = {
  postgresql: async (settings: ServerSettings, { limitMs }: StorageContext) =>
    (await import("./postgresql.ts")).openPostgresql(settings, serverLimits(limitMs)),
  async mysql(settings: ServerSettings, context: StorageContext) {
    const driver = mysqlDriver(context);
    return (await import("./mysql.ts")).openMysql(settings, serverLimits(context.limitMs), driver);
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

const PROBLEMS: Readonly<Record<Reason, string>> = {
  value: "The database has refused this",
  settings: "The database has refused this",
  outage: "The database could not do this now",
};

/** The failure in the database's own words, without the secrets. A refusal of this code stays as it is. */
function refusalOf(
  { engine, secrets }: Pick<Opened, "engine" | "secrets">,
  error: unknown,
  done: Done,
  problem?: string,
): TaipyError {
  if (error instanceof TaipyError) return error;
  const { reason, advice, isRefused } = databaseFailure(engine, error);
  const isUnknown = reason === "outage" && done === "unknown" && isRefused !== true;
  const rest = isUnknown ? UNKNOWN : reason === "value" ? placeOf(error) : advice === undefined ? "" : ` ${advice}`;
  const text = `${problem ?? PROBLEMS[reason]}: ${reasonWithout(secrets, error)}.${rest}`;
  return outsideError(reason, text, isUnknown ? "unknown" : "nothing");
}
