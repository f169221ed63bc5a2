import { describe, expect, it } from "vitest";
import { applySchema, SCHEMA } from "../../../src/orchestrator/state/object-schema.ts";
import { Store } from "../../../src/orchestrator/state/store.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";

/** A release: what its objects do with their SQLite when they wake up. */
type Wake = (sql: ObjectSqlite) => void;

/** What release 0.1.0 does, as it was deployed. */
const of010 = (schema: readonly string[]): Wake => {
  return (sql) => {
    sql.transaction(() => {
      sql.run("CREATE TABLE IF NOT EXISTS schema_version (applied INTEGER NOT NULL)");
      const applied = Number(sql.all<{ applied: number }>("SELECT applied FROM schema_version")[0]?.applied ?? 0);
      if (applied === schema.length) return;
      for (const statement of schema.slice(applied)) sql.run(statement);
      sql.run("DELETE FROM schema_version");
      sql.run("INSERT INTO schema_version VALUES (?)", schema.length);
    });
  };
};

const FIRST = SCHEMA.slice(0, 17);
const NEXT = [
  ...SCHEMA,
  "ALTER TABLE meta ADD COLUMN next INTEGER NOT NULL DEFAULT 7",
  "CREATE TABLE next (id TEXT PRIMARY KEY) WITHOUT ROWID",
  "INSERT OR IGNORE INTO next (id) SELECT id FROM nodes",
];
const AFTER_NEXT = [...NEXT, "CREATE INDEX next_backwards ON next (id DESC)", "DROP TABLE usage"];

const RELEASES: Readonly<Record<string, Wake>> = {
  "release 0.1.0": of010(FIRST),
  "this release": (sql) => applySchema(sql),
  "the next release": (sql) => applySchema(sql, NEXT),
  "the release after the next": (sql) => applySchema(sql, AFTER_NEXT),
};

const NAMES = Object.keys(RELEASES);
/** All orders of three releases, each followed by all of them, twice. */
const ORDERS = NAMES.flatMap((first) =>
  NAMES.flatMap((second) => NAMES.map((third) => [first, second, third, ...NAMES, ...NAMES.toReversed()] as const)),
);

const tablesOf = (sql: ObjectSqlite) =>
  sql.all<{ sql: string }>("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").map((row) => row.sql);

const contentOf = (sql: ObjectSqlite) => [
  tablesOf(sql),
  ...["meta", "timers", "changes"].map((table) => sql.all(`SELECT * FROM ${table}`)),
];

const columnsOf = (sql: ObjectSqlite, table: string) =>
  sql.all<{ name: string }>("SELECT name FROM pragma_table_info(?)", table).map(({ name }) => name);

describe("an object's tables", () => {
  it("are in order for each release, whichever releases have woken the object before", () => {
    for (const order of ORDERS) {
      const sql = new ObjectSqlite();
      for (const [index, name] of order.entries()) {
        expect(() => RELEASES[name]?.(sql), `${order.slice(0, index).join(", ")}, then ${name}`).not.toThrow();
        sql.run("UPDATE meta SET revision = revision + 1");
      }
      expect(new Store(sql).meta()?.revision).toBe(order.length);
      expect(columnsOf(sql, "meta")).toContain("next");
    }
  });

  it("keep the count of what was applied: no release lowers it, and release 0.1.0 finds its own number", () => {
    const sql = new ObjectSqlite();
    const counts = () => [
      ...sql.all("SELECT count FROM applied_statements"),
      ...sql.all("SELECT applied FROM schema_version"),
    ];
    for (const name of [...NAMES, ...NAMES.toReversed()]) RELEASES[name]?.(sql);
    expect(counts()).toEqual([{ count: AFTER_NEXT.length }, { applied: FIRST.length }]);
  });

  it("are the same, however often their count is lost: what is there already is not made again", () => {
    for (const schema of [SCHEMA, NEXT, AFTER_NEXT]) {
      const sql = new ObjectSqlite();
      applySchema(sql, schema);
      sql.run("UPDATE meta SET clock = 5, revision = 6, position = 7");
      sql.run("INSERT INTO nodes (id, node) VALUES ('n', '{}')");
      sql.run("INSERT INTO timers (kind, id, due) VALUES ('job', 'j', 1)");
      const before = contentOf(sql);
      sql.run("DROP TABLE applied_statements");
      applySchema(sql, schema);
      sql.run("DROP TABLE applied_statements");
      sql.run("UPDATE schema_version SET applied = ?", FIRST.length - 1);
      applySchema(sql, schema);
      expect(contentOf(sql)).toEqual(before);
    }
  });

  it("survive a count that release 0.1.0's predecessor has lowered below a column that is there", () => {
    const sql = new ObjectSqlite();
    of010(FIRST)(sql);
    of010(FIRST.slice(0, -1))(sql);
    expect(() => of010(FIRST)(sql)).toThrow("duplicate column name");
    applySchema(sql);
    of010(FIRST)(sql);
    expect(new Store(sql).meta()?.revision).toBe(0);
  });

  it("have no new column where release 0.1.0 writes rows without naming columns", () => {
    const [old, now] = [new ObjectSqlite(), new ObjectSqlite()];
    of010(FIRST)(old);
    applySchema(now);
    for (const table of ["locks", "waits", "timers", "jobs", "nodes", "submissions", "changes", "usage"]) {
      expect(columnsOf(now, table)).toEqual(columnsOf(old, table));
    }
    expect(columnsOf(now, "meta").slice(0, columnsOf(old, "meta").length)).toEqual(columnsOf(old, "meta"));
  });

  it("begin with the statements that release 0.1.0 has applied", () => {
    expect(FIRST.at(-1)).toBe("ALTER TABLE meta ADD COLUMN doomed INTEGER NOT NULL DEFAULT 0");
  });
});
