import * as mysql2 from "mysql2/promise";
import { describe, expect, inject, it } from "vitest";
import type { JobWait } from "../../src/core/ports/memory.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { Decimal } from "../../src/core/values/exact/decimal.ts";
import type { FilterOperator } from "../../src/core/values/filter.ts";
import { jsonOfValue } from "../../src/core/values/json-value.ts";
import type { Selection } from "../../src/core/values/selection.ts";
import { createContents } from "../../src/storage/contents.ts";
import type { ServerEngine } from "../../src/storage/sql/server-settings.ts";
import { withDatabase } from "../../src/storage/sql/with-database.ts";
import { dataNode } from "../../src/taipy-edge.ts";
import { aDataNode } from "../harness/factories.ts";
import { ownMemory } from "../harness/values.ts";
import { unusedPayloads } from "../storage/snapshot.ts";
import { databaseContext } from "../suites/database-context.ts";
import { connectionString } from "./connection.ts";
import type { DatabaseAddress } from "./start.ts";

const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };

function databaseOf(engine: ServerEngine, address: DatabaseAddress) {
  const binding = () => connectionString(engine, address);
  const context = databaseContext("sql_table", { db_engine: engine, binding: "WAREHOUSE" }, binding, {}, { mysql2 });
  const execute = (...statements: string[]) =>
    withDatabase(context, ({ transaction }) => transaction(() => statements.map((sql) => ({ sql, parameters: [] }))));
  const query = async (sql: string) => {
    const { rows } = await withDatabase(context, (database) => database.query({ sql, parameters: [] }, new Budget()));
    return rows;
  };
  const nodeOf = (config: ReturnType<typeof dataNode.sql> | ReturnType<typeof dataNode.sqlTable>) => {
    const node = aDataNode({ config_id: config.id, storage_type: config.storageType, payload: null });
    const app = { dataNodes: new Map([[config.id, config]]), drivers: { mysql2 } };
    const contents = createContents({ clock: () => 0, memory: ownMemory, app, payloads: unusedPayloads, binding });
    const select = (part: Partial<Selection> = {}) =>
      contents.select(node, { ...WHOLE, ...part }, (selected) => selected?.value);
    return {
      select,
      json: async (part: Partial<Selection> = {}) => jsonOfValue(await select(part)),
      where: async (key: string, operator: FilterOperator, value: unknown) =>
        jsonOfValue(await select({ filter: { conditions: [{ key, operator, value }], join: "AND" }, columns: ["id"] })),
      write: (value: unknown, wait?: JobWait) => contents.write(node, value, wait),
      append: (value: unknown) => contents.append(node, value),
    };
  };
  const table = (tableName: string) =>
    nodeOf(dataNode.sqlTable("rows", { dbEngine: engine, binding: "WAREHOUSE", tableName }));
  const queried = (readQuery: string) =>
    nodeOf(dataNode.sql("rows", { dbEngine: engine, binding: "WAREHOUSE", readQuery, writeQueryBuilder: () => [] }));
  return { execute, query, table, queried };
}

const servers: readonly (readonly [ServerEngine, DatabaseAddress | null])[] = [
  ["postgresql", inject("postgresql")],
  ["mysql", inject("mariadb")],
];

describe.each(servers)("rows of %s", (engine, address) => {
  if (address === null) return it.skip("need a server that is not installed");
  const { execute, query, table, queried } = databaseOf(engine, address);
  const isPostgresql = engine === "postgresql";
  const time = isPostgresql ? "timestamp" : "DATETIME(6)";

  it("come in the order of the key, page by page, whatever order the table has them in", async () => {
    await execute("CREATE TABLE paged (name VARCHAR(9), id INT PRIMARY KEY)");
    const ids = Array.from({ length: 60 }, (_, index) => ((index * 37) % 60) + 1);
    await execute(`INSERT INTO paged (id, name) VALUES ${ids.map((id) => `(${id}, 'n')`).join(", ")}`);
    const found: unknown[] = [];
    for (let offset = 0; offset < 60; offset += 7) {
      found.push(...((await table("paged").select({ offset, limit: 7, columns: ["id"] })) as unknown[]));
      // A row that is changed moves to another place of the table.
      await execute(`UPDATE paged SET name = 'changed' WHERE id = ${offset + 1}`);
    }
    expect(found).toEqual(Array.from({ length: 60 }, (_, index) => ({ id: index + 1 })));
  });

  it("of a table without a key, and of a view, are all in its pages, each once", async () => {
    await execute(
      `CREATE TABLE keyless (n INT, j ${isPostgresql ? "json" : "JSON"})`,
      `INSERT INTO keyless (n) VALUES ${Array.from({ length: 30 }, (_, n) => `(${(n * 7) % 30})`).join(", ")}`,
      "CREATE VIEW keyless_view AS SELECT n, j FROM keyless",
    );
    for (const name of ["keyless", "keyless_view"]) {
      const pages = await Promise.all([0, 10, 20].map((offset) => table(name).select({ offset, limit: 10 })));
      const numbers = pages.flat().map((row) => Number((row as { n: unknown }).n));
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    }
  });

  it.each([
    ["a query", (from: string) => `SELECT id, v FROM ${from} ORDER BY v DESC, id`],
    ["a query with a limit", (from: string) => `SELECT id, v FROM ${from} ORDER BY v DESC, id LIMIT 40; `],
    [
      "a query with a name",
      (from: string) => `WITH a AS (SELECT * FROM ${from}) SELECT id, v FROM a ORDER BY v DESC, id`,
    ],
    [
      "two queries",
      (from: string) => `SELECT id, v FROM ${from} UNION SELECT id, v FROM ${from} ORDER BY v DESC, id -- all`,
    ],
  ])("of %s keep its order, also with a limit and a filter", async (what, of) => {
    const name = `ordered_${what.replaceAll(" ", "_")}`;
    await execute(
      `CREATE TABLE ${name} (id INT PRIMARY KEY, v INT)`,
      `INSERT INTO ${name} VALUES ${Array.from({ length: 50 }, (_, n) => `(${n}, ${(n * 7) % 50})`).join(", ")}`,
    );
    const all = (await queried(of(name)).select()) as { v: number }[];
    expect(all.slice(0, 3).map(({ v }) => v)).toEqual([49, 48, 47]);
    expect(await queried(of(name)).select({ offset: 1, limit: 2 })).toEqual(all.slice(1, 3));
    const filter = { conditions: [{ key: "v", operator: "LESS_THAN", value: 40 }], join: "AND" } as const;
    expect(await queried(of(name)).select({ filter, limit: 3 })).toEqual(all.filter(({ v }) => v < 40).slice(0, 3));
  });

  it("have all digits of times, find them, and are written back with them, in UTC", async () => {
    await execute(`CREATE TABLE times (id INT PRIMARY KEY, at ${time})`);
    const given = ["2024-01-15T10:30:00.456789", "1969-12-31T23:59:59.999999", "9999-12-31T23:59:59.999999"];
    await table("times").write(given.map((at, id) => ({ id, at })));
    const shown = await table("times").json({ limit: 9 });
    for (const text of given) expect(shown).toContain(`"__value__":"${text}"`);
    expect(await table("times").where("at", "EQUAL", "2024-01-15T10:30:00.456789")).toBe('[{"id":0}]');
    expect(await table("times").where("at", "LESS_THAN", "2024-01-15T12:30:00.456789+02:00")).toBe('[{"id":1}]');
    await table("times").append([{ id: 9, at: "2024-01-15T12:30:00+02:00" }]);
    expect(await query(`SELECT CAST(at AS CHAR(19)) AS t FROM times WHERE id = 9`)).toEqual([
      { t: "2024-01-15 10:30:00" },
    ]);
  });

  it("refuse digits of a time that their column would drop, and a fraction that it would round", async () => {
    await execute(`CREATE TABLE drops (id INT PRIMARY KEY, day DATE, at ${time}, n INT)`);
    const refused = (row: object) =>
      expect(table("drops").append([{ id: 1, ...row }])).rejects.toMatchObject({ code: "invalid_value" });
    await refused({ day: "2024-01-15T10:30:00" });
    await refused({ at: "2024-01-15T10:30:00.123456789" });
    await refused({ n: 1.5 });
    await table("drops").append([{ id: 2, day: "2024-01-15", at: "2024-01-15T10:30:00.123456", n: 3 }]);
    expect(await table("drops").where("day", "EQUAL", "2024-01-15")).toBe('[{"id":2}]');
  });

  it("keep all digits of long numbers, which the database compares as numbers", async () => {
    await execute("CREATE TABLE prices (id INT PRIMARY KEY, price NUMERIC(30, 10), big BIGINT)");
    const digits = ["90071992547409.9300000001", "90071992547409.9400000001", "-1.1000000000"];
    await table("prices").write(
      digits.map((price, id) => ({ id, price: Decimal.parse(price), big: 9007199254740993n })),
    );
    const shown = await table("prices").json({ limit: 9 });
    expect(shown).toContain('"price":90071992547409.9300000001,"big":9007199254740993');
    expect(await table("prices").where("price", "EQUAL", Decimal.parse("90071992547409.9300000001"))).toBe(
      '[{"id":0}]',
    );
    expect(await table("prices").where("price", "GREATER_THAN", 5)).toBe('[{"id":0},{"id":1}]');
    expect(await table("prices").where("big", "EQUAL", 9007199254740993n)).toBe('[{"id":0},{"id":1},{"id":2}]');
    expect(await table("prices").where("big", "EQUAL", 9007199254740992n)).toBe("[]");
    expect(await table("prices").where("id", "LESS_THAN", 1.5)).toBe('[{"id":0},{"id":1}]');
  });

  it("can be written back as they were read, without what the database computes", async () => {
    const own = isPostgresql
      ? "id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, raw bytea, u uuid, i interval, t time"
      : "id INT AUTO_INCREMENT PRIMARY KEY, raw BLOB, u CHAR(36), i TIME, t TIME(3)";
    await execute(
      `CREATE TABLE back (${own}, n INT, twice INT GENERATED ALWAYS AS (n * 2) STORED, at ${time}, day DATE)`,
    );
    await execute(
      `INSERT INTO back (raw, u, i, t, n, at, day) VALUES (${isPostgresql ? "'\\x00ff'" : "x'00ff'"},
        '0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11', '36:15:00', '12:30:00', 4, '2024-01-15 10:30:00.456789', '2024-02-29')`,
    );
    const shown = await table("back").json();
    expect(shown).toContain('"raw":[0,255]');
    expect(shown).toContain('"twice":8');
    await table("back").write(JSON.parse(shown));
    expect(await table("back").json()).toBe(shown);
    const { id: _, ...row } = (JSON.parse(shown) as Record<string, unknown>[])[0] ?? {};
    await table("back").append([row]);
    expect((await table("back").select()) as unknown[]).toHaveLength(2);
  });

  it("lie in a table whose name has a dot, when it stands in quotes", async () => {
    const quoted = isPostgresql ? '"2026.sales"' : "`2026.sales`";
    await execute(`CREATE TABLE ${quoted} (id INT PRIMARY KEY)`);
    await table('"2026.sales"').write([{ id: 1 }]);
    expect(await table('"2026.sales"').json({ limit: 1 })).toBe('[{"id":1}]');
    await expect(table("2026.sales").json()).rejects.toMatchObject({ code: "storage_misconfigured" });
  });

  it("are those of before when the job whose write waited for a lock has ended", async () => {
    await execute("CREATE TABLE fenced (id INT PRIMARY KEY)", "INSERT INTO fenced VALUES (1)");
    const ended = new AbortController();
    const wait: JobWait = { signal: ended.signal, waits() {}, begun() {} };
    const context = databaseContext(
      "sql_table",
      { db_engine: engine, binding: "W" },
      () => connectionString(engine, address),
      {},
      { mysql2 },
    );
    await withDatabase(context, async (holder) => {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let begun = (): void => {};
      const isLocked = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const holding = holder.transaction(function* () {
        yield { sql: isPostgresql ? "LOCK TABLE fenced" : "UPDATE fenced SET id = 1", parameters: [] };
        begun();
        yield { sql: isPostgresql ? "SELECT pg_sleep(2)" : "SELECT SLEEP(2)", parameters: [] };
        release();
      });
      await isLocked;
      const written = table("fenced").write([{ id: 2 }], wait);
      const outcome = expect(written).rejects.toMatchObject({ code: "storage_unavailable" });
      await expect.poll(async () => waiting(), { timeout: 5_000 }).toBeGreaterThan(0);
      ended.abort();
      await outcome;
      await Promise.all([held, holding]);
    });
    await expect.poll(async () => waiting(), { timeout: 5_000 }).toBe(0);
    expect(await query("SELECT id FROM fenced")).toEqual([{ id: 1 }]);
  });

  /** How many sessions run something in the table that is not a question about sessions. */
  async function waiting(): Promise<number> {
    const sessions = isPostgresql
      ? "SELECT query AS q FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%fenced%'"
      : "SELECT info AS q FROM information_schema.processlist WHERE info LIKE 'DELETE FROM%fenced%'";
    return (await query(sessions)).length;
  }
});

describe.skipIf(inject("postgresql") === null)("a table of PostgreSQL", () => {
  const { execute, query, table } = databaseOf("postgresql", inject("postgresql") as DatabaseAddress);

  it("is searched with its index where the filter's column is a number or a uuid", async () => {
    await execute(
      "CREATE TABLE indexed (id INT PRIMARY KEY, u uuid UNIQUE DEFAULT gen_random_uuid())",
      "INSERT INTO indexed (id) SELECT n FROM generate_series(1, 20000) AS s (n)",
      "ANALYZE indexed",
    );
    const [row] = (await table("indexed").select({ limit: 1 })) as { id: number; u: string }[];
    const before = await scans();
    expect(await table("indexed").where("id", "EQUAL", 7)).toBe('[{"id":7}]');
    expect(await table("indexed").where("u", "EQUAL", row?.u)).toBe('[{"id":1}]');
    expect(await table("indexed").where("u", "EQUAL", "no uuid")).toBe("[]");
    await expect.poll(scans, { timeout: 15_000 }).toEqual({ indexed: before.indexed + 2, whole: before.whole + 1 });
  });

  const scans = async () => {
    const [found] = await query(
      "SELECT seq_scan::int AS whole, idx_scan::int AS indexed FROM pg_stat_user_tables WHERE relname = 'indexed'",
    );
    return { indexed: Number(found?.indexed), whole: Number(found?.whole) };
  };

  it("is read in UTC from a database in another time zone", async () => {
    await execute(
      "ALTER DATABASE postgres SET timezone = 'America/New_York'",
      "ALTER DATABASE postgres SET datestyle = 'SQL, DMY'",
    );
    try {
      await execute("CREATE TABLE zoned (id INT PRIMARY KEY, at timestamp, atz timestamptz, d date)");
      await table("zoned").write([
        { id: 1, at: "2024-07-15T10:30:00Z", atz: "2024-07-15T12:30:00+02:00", d: "2024-07-15" },
      ]);
      const shown = await table("zoned").json();
      expect(shown.match(/2024-07-15T10:30:00"/g)).toHaveLength(2);
      expect(shown).toContain('"2024-07-15T00:00:00"');
    } finally {
      await execute("ALTER DATABASE postgres RESET timezone", "ALTER DATABASE postgres RESET datestyle");
    }
  });

  it("keeps all digits of the numbers in its JSON, and takes objects with them", async () => {
    await execute("CREATE TABLE documents (id INT PRIMARY KEY, j json, b jsonb)");
    await execute(
      `INSERT INTO documents VALUES (1, '{"n": 12345678901234567890, "x": 0.12345678901234567891}', '[12345678901234567890]')`,
    );
    const shown = await table("documents").json();
    expect(shown).toBe(
      '[{"id":1,"j":{"n":12345678901234567890,"x":0.12345678901234567891},"b":[12345678901234567890]}]',
    );
    await table("documents").write(await table("documents").select());
    expect(await table("documents").json()).toBe(shown);
  });
});

describe.skipIf(inject("postgresql") === null)("a session of PostgreSQL", () => {
  const { execute, query, table } = databaseOf("postgresql", inject("postgresql") as DatabaseAddress);

  it("reads bytes, doubles and intervals alike, whatever forms the database has set", async () => {
    await execute(
      "CREATE TABLE forms (id INT PRIMARY KEY, raw bytea, x double precision, i interval)",
      `INSERT INTO forms VALUES (1, '\\x0080ff', 0.1::float8 + 0.2::float8, '26:03:04')`,
      "ALTER DATABASE postgres SET bytea_output = 'escape'",
      "ALTER DATABASE postgres SET extra_float_digits = '-5'",
      "ALTER DATABASE postgres SET intervalstyle = 'iso_8601'",
    );
    try {
      expect(await table("forms").json()).toBe('[{"id":1,"raw":[0,128,255],"x":0.30000000000000004,"i":"26:03:04"}]');
    } finally {
      for (const name of ["bytea_output", "extra_float_digits", "intervalstyle"])
        await execute(`ALTER DATABASE postgres RESET ${name}`);
    }
  });

  it("takes an object of a builder for a parameter of JSON", async () => {
    await execute("CREATE TABLE built (j jsonb)");
    const context = databaseContext("sql_table", { db_engine: "postgresql", binding: "WAREHOUSE" }, () =>
      connectionString("postgresql", inject("postgresql")),
    );
    const insertion = { sql: "INSERT INTO built VALUES ($1)", parameters: [{ a: [1, 12345678901234567890n] }] };
    await withDatabase(context, ({ transaction }) => transaction(() => [insertion]));
    expect(jsonOfValue(await query("SELECT j FROM built"))).toBe('[{"j":{"a":[1,12345678901234567890]}}]');
  });
});

describe.skipIf(inject("mariadb") === null)("a table of MariaDB", () => {
  const { execute, query, table } = databaseOf("mysql", inject("mariadb") as DatabaseAddress);

  it("is searched with its index where the filter's column is a number or a text", async () => {
    await execute(
      "CREATE TABLE indexed (id INT PRIMARY KEY, code VARCHAR(20) UNIQUE)",
      "INSERT INTO indexed SELECT seq, CONCAT('code ', seq) FROM seq_1_to_20000",
    );
    const read = async () => {
      const [row] = await query("SHOW GLOBAL STATUS LIKE 'Handler_read_rnd_next'");
      return Number(row?.Value);
    };
    const before = await read();
    expect(await table("indexed").where("id", "EQUAL", 7)).toBe('[{"id":7}]');
    expect(await table("indexed").where("code", "EQUAL", "code 9")).toBe('[{"id":9}]');
    expect((await read()) - before).toBeLessThan(10_000);
  });

  it("keeps all digits of the numbers in its JSON, and takes objects with them", async () => {
    await execute("CREATE TABLE documents (id INT PRIMARY KEY, j JSON)");
    await execute(
      `INSERT INTO documents VALUES (1, '{"n": 12345678901234567890, "x": 0.12345678901234567891}'), (2, 'true')`,
    );
    const shown = await table("documents").json();
    expect(shown).toBe('[{"id":1,"j":{"n":12345678901234567890,"x":0.12345678901234567891}},{"id":2,"j":true}]');
    await table("documents").write(await table("documents").select());
    expect(await table("documents").json()).toBe(shown);
    await table("documents").write([
      { id: 3, j: '{"a": 1}' },
      { id: 4, j: "plain" },
      { id: 5, j: [1, { b: null }] },
    ]);
    expect(await table("documents").json()).toBe(
      '[{"id":3,"j":{"a":1}},{"id":4,"j":"plain"},{"id":5,"j":[1,{"b":null}]}]',
    );
  });
});
