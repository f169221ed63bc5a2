// The local runtime of `npm start`: one Miniflare, which is replaced when the application or the configuration changes.
import path from "node:path";
import { Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { PortTakenError, portError } from "./claims/ports.mjs";
import { applyMigrations } from "./migrations.mjs";
import { databaseOptions, miniflareOptions } from "./miniflare-options.mjs";
import { StartError } from "./start-error.mjs";

/** The service's own database. */
const DATABASE = "DB";

export function createRuntime({ print }) {
  let miniflare = null;

  async function apply(options) {
    if (miniflare === null) miniflare = new Miniflare(options);
    else await miniflare.setOptions(options);
    await miniflare.ready;
  }

  async function stop() {
    const ended = miniflare;
    miniflare = null;
    await ended?.dispose().catch(() => undefined);
  }

  return {
    /**
     * Runs a Worker instead of the one before. If it can't be started, the guard alone listens and says so.
     * @returns {Promise<Error | null>} why the Worker did not start
     * @throws PortTakenError when nothing can listen
     */
    async run({ socket, workers, folder, readTraces }) {
      const shared = {
        resourcePersistencePath: path.join(folder, "v3"),
        log: new Log(LogLevel.WARN),
        handleStructuredLogs: ({ level, message }) => print(level, readTraces(message)),
      };
      try {
        await apply(miniflareOptions({ socket, shared, workers }));
        return null;
      } catch (error) {
        await stop();
        if (error?.code === "ERR_ADDRESS_IN_USE") {
          throw new PortTakenError(await portError({ code: "EADDRINUSE" }, socket), { cause: error });
        }
        await apply(miniflareOptions({ socket, shared, workers: [] }));
        return error;
      }
    },
    async scheduled(name, cron, scheduledTime) {
      const worker = await miniflare?.getWorker(name);
      return worker?.scheduled({ cron, scheduledTime });
    },
    stop,
  };
}

/** Applies the migrations of the local database, before the service runs. */
export async function migrate({ fileConfig, env, folder }) {
  const database = fileConfig.d1_databases.find(({ binding }) => binding === DATABASE);
  if (database === undefined) throw new StartError(`wrangler's configuration has no D1 database bound as ${DATABASE}.`);
  const migrations = path.resolve(path.dirname(fileConfig.configPath), database.migrations_dir ?? "migrations");
  const { d1Databases } = workerOptionsOf(fileConfig, env).workerOptions;
  const miniflare = new Miniflare(
    databaseOptions({ shared: { resourcePersistencePath: path.join(folder, "v3") }, d1Databases }),
  );
  try {
    return await applyMigrations(await miniflare.getD1Database(DATABASE), migrations, database.migrations_table);
  } finally {
    await miniflare.dispose();
  }
}
