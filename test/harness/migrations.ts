import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { unstable_splitSqlQuery } from "wrangler";

/** The part of D1 that migrations need, so that both Miniflare's database and a Worker's fit. */
interface MigratableDatabase {
  prepare(sql: string): {
    bind(...values: unknown[]): unknown;
    run(): Promise<unknown>;
    all(): Promise<{ results: unknown[] }>;
  };
  batch(statements: never[]): Promise<unknown>;
}

/** Applies the numbered migrations of a folder in order, each once and whole, as `wrangler d1 migrations apply` does. */
export async function applyMigrations(database: MigratableDatabase, folder: string): Promise<void> {
  await database
    .prepare(
      "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
    )
    .run();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map((row) => (row as { name: string }).name));
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  for (const name of files.filter((file) => !applied.has(file))) {
    const sql = await readFile(path.join(folder, name), "utf8");
    const statements = unstable_splitSqlQuery(sql).map((statement) => database.prepare(statement));
    const record = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    await database.batch([...statements, record] as never[]);
  }
}
