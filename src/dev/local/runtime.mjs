// The local runtime of `npm start`: one Miniflare, which is replaced when the application or the configuration changes.
import { createServer } from "node:net";
import path from "node:path";
import { Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { applyMigrations } from "./migrations.mjs";
import { databaseOptions, miniflareOptions } from "./miniflare-options.mjs";

/** The service's own database. */
const DATABASE = "DB";

/** Why the service can't be started, in words for the developer. */
export class StartError extends Error {}

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

/** A free port, or the given one if it is free. */
export function freePort({ address, port }) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => reject(new StartError(portError(error, { address, port }))));
    server.listen({ host: address, port, exclusive: true }, () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}

function portError({ code, message }, { address, port }) {
  if (code === "EADDRINUSE")
    return `Port ${port} is in use by another program. Choose another one: npm start -- --port ${port + 1}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `This machine has no address ${address}: correct --ip, or dev.ip of wrangler's configuration.`;
  if (code === "EACCES")
    return `This user may not listen on port ${port}. Choose one above 1023: npm start -- --port 5000`;
  return `Can't listen on ${address}, port ${port}: ${message}`;
}
