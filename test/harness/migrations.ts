/** The part of D1 that migrations need, so that both Miniflare's database and a Worker's fit. */
interface MigratableDatabase {
  prepare(sql: string): {
    bind(...values: unknown[]): unknown;
    run(): Promise<unknown>;
    all(): Promise<{ results: unknown[] }>;
  };
  batch(statements: never[]): Promise<unknown>;
}

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../src/dev/local/migrations.mjs", import.meta.url).href;

/** Applies the numbered migrations of a folder in order, each once and whole, as `npm start` does. */
export const { applyMigrations } = (await import(MODULE)) as {
  applyMigrations(database: MigratableDatabase, folder: string): Promise<readonly string[]>;
};
