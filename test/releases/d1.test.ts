import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { ROOT } from "../harness/bundle.ts";
import { sources } from "../house/modules.ts";

const FOLDER = path.join(ROOT, "src/d1/migrations");
const FILES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".sql"))
  .sort();
/** The newest migration that release 0.1.0 has. */
const LAST_OF_LAST_RELEASE = "0006_audit.sql";

/** Tables that release 0.1.0 writes without naming their columns. */
const WRITTEN_BY_POSITION = [
  "sessions",
  "doomed_payloads",
  "swept_edits",
  "versions",
  "outbox_fences",
  "foreign_waits",
] as const;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
}

function databaseAfter(files: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  for (const file of files) db.exec(readFileSync(path.join(FOLDER, file), "utf8"));
  return db;
}

const tablesOf = (db: DatabaseSync) =>
  (db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]).map(
    ({ name }) => name,
  );

const columnsOf = (db: DatabaseSync, table: string) =>
  db.prepare('SELECT name, type, "notnull", dflt_value FROM pragma_table_info(?)').all(table) as unknown as Column[];

describe("the newest schema of D1 under the last release", () => {
  const before = databaseAfter(FILES.filter((file) => file <= LAST_OF_LAST_RELEASE));
  const now = databaseAfter(FILES);

  it("still has all its tables and columns, as they were", () => {
    for (const table of tablesOf(before)) {
      const old = columnsOf(before, table);
      expect(columnsOf(now, table).slice(0, old.length), table).toEqual(old);
    }
  });

  it("has no new column that a row needs, and none where rows are written without naming columns", () => {
    for (const table of tablesOf(before)) {
      const added = columnsOf(now, table).slice(columnsOf(before, table).length);
      const needed = added.filter(({ notnull, dflt_value }) => notnull === 1 && dflt_value === null);
      expect(needed, table).toEqual([]);
      if (WRITTEN_BY_POSITION.some((name) => name === table)) expect(added, table).toEqual([]);
    }
    expect(tablesOf(before)).toEqual(expect.arrayContaining([...WRITTEN_BY_POSITION]));
  });

  it("has unique indexes only where it had them: the last release may write what it wrote before", () => {
    const unique = (db: DatabaseSync) =>
      tablesOf(before).flatMap((table) =>
        (db.prepare('SELECT name FROM pragma_index_list(?) WHERE "unique" = 1').all(table) as { name: string }[]).map(
          ({ name }) => name,
        ),
      );
    expect(unique(now)).toEqual(unique(before));
  });
});

describe("a statement that inserts rows", () => {
  it("names the columns, so that the next release may add some", () => {
    const unnamed = sources
      .filter(({ file }) => /^(?:d1|orchestrator|usecases|payloads|http)\//.test(file))
      .flatMap(({ file, source }) =>
        [...source.matchAll(/INSERT(?: OR \w+)? INTO (\w+)\s+(?:VALUES|SELECT)/g)].map(
          ([, table]) => `${file}: ${table}`,
        ),
      );
    // The object's first row: as it was deployed.
    expect(unnamed).toEqual(["orchestrator/state/object-schema.ts: meta"]);
  });
});
