// Migrates the local database before the service runs, and again when a save brings other migrations.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { applyMigrations } from "./migrations.mjs";
import { databaseOptions } from "./miniflare-options.mjs";
import { StartError } from "./start-error.mjs";

/** The service's own database. */
const DATABASE = "DB";

export function createMigrator() {
  let known = null;
  return {
    /** Whether the folder has other migrations than at the last call. */
    async hasNew(fileConfig) {
      const files = (await readdir(migrationsFolder(fileConfig)).catch(() => [])).sort().join("\n");
      const isNew = files !== known;
      known = files;
      return isNew;
    },
    /** @returns {Promise<string[]>} the files that were applied; the service must not run meanwhile */
    async apply({ fileConfig, env, folder }) {
      const { d1Databases } = workerOptionsOf(fileConfig, env).workerOptions;
      const shared = { resourcePersistencePath: path.join(folder, "v3") };
      const miniflare = new Miniflare(databaseOptions({ shared, d1Databases }));
      try {
        const database = await miniflare.getD1Database(DATABASE);
        return await applyMigrations(database, migrationsFolder(fileConfig), databaseOf(fileConfig).migrations_table);
      } catch (error) {
        known = null;
        throw error;
      } finally {
        await miniflare.dispose();
      }
    },
  };
}

/** @throws StartError when the configuration has no database */
export function migrationsFolder(fileConfig) {
  return path.resolve(path.dirname(fileConfig.configPath), databaseOf(fileConfig).migrations_dir ?? "migrations");
}

function databaseOf({ d1_databases: databases }) {
  const database = databases.find(({ binding }) => binding === DATABASE);
  if (database === undefined) throw new StartError(`wrangler's configuration has no D1 database bound as ${DATABASE}.`);
  return database;
}
