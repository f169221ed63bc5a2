// Applies the migrations of the local database, as `wrangler d1 migrations apply DB --local` does, in a tenth of its time.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { unstable_splitSqlQuery as splitSqlQuery } from "wrangler";

/**
 * Applies the numbered migrations of a folder in order, each once and whole.
 * @param {import("@cloudflare/workers-types").D1Database} database
 * @param {string} folder
 * @returns {Promise<string[]>} the files that were applied
 */
export async function applyMigrations(database, folder, table = "d1_migrations") {
  const name = `"${table.replaceAll('"', '""')}"`;
  await database
    .prepare(
      `CREATE TABLE IF NOT EXISTS ${name} (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await database.prepare(`SELECT name FROM ${name}`).all();
  const applied = new Set(results.map((row) => row.name));
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql") && !applied.has(file)).sort();
  for (const file of files) {
    const statements = splitSqlQuery(await readFile(path.join(folder, file), "utf8")).map((sql) =>
      database.prepare(sql),
    );
    const record = database.prepare(`INSERT INTO ${name} (name) VALUES (?)`).bind(file);
    await database.batch([...statements, record]).catch((error) => {
      throw new Error(`The migration ${file} of the local database failed: ${error.message}`, { cause: error });
    });
  }
  return files;
}
