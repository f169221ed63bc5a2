import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** All rows of a database at one moment, by table. */
export type DatabaseCopy = ReadonlyMap<string, readonly Readonly<Record<string, SQLInputValue>>[]>;

const tablesOf = (db: DatabaseSync): string[] =>
  db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name")
    .all()
    .map(({ name }) => String(name));

export function copyOf(db: DatabaseSync): DatabaseCopy {
  const rowsOf = (table: string) => db.prepare(`SELECT * FROM ${table}`).all() as Record<string, SQLInputValue>[];
  return new Map(tablesOf(db).map((table) => [table, rowsOf(table)]));
}

/** Puts all rows back as they were in the copy. */
export function restore(db: DatabaseSync, copy: DatabaseCopy): void {
  db.exec("BEGIN");
  for (const [table, rows] of copy) {
    db.exec(`DELETE FROM ${table}`);
    for (const row of rows) {
      const columns = Object.keys(row);
      const marks = columns.map(() => "?").join(", ");
      db.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`).run(...Object.values(row));
    }
  }
  db.exec("COMMIT");
}

/** How many rows the database has. */
export function rowCount(db: DatabaseSync): number {
  const counts = tablesOf(db).map((table) => `(SELECT count(*) FROM ${table})`);
  return Number(db.prepare(`SELECT ${counts.join(" + ")} AS count`).get()?.count);
}
