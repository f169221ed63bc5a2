import * as mysql2 from "mysql2/promise";
import { describe, expect, inject, it } from "vitest";
import type { AnyFunction } from "../../src/core/config/function-names.ts";
import { jsonOfValue } from "../../src/core/values/json-value.ts";
import type { ServerEngine } from "../../src/storage/sql/server-settings.ts";
import { withDatabase } from "../../src/storage/sql/with-database.ts";
import { sql } from "../../src/storage/sql.ts";
import { sqlTable } from "../../src/storage/sql-table.ts";
import { OUTSIDE } from "../../src/storage/types.ts";
import { databaseContext } from "../suites/database-context.ts";
import { describeDatabaseQuery } from "../suites/database-query.ts";
import { connectionString } from "./connection.ts";
import type { DatabaseAddress } from "./start.ts";

const drivers = { mysql2 };

const servers: readonly (readonly [ServerEngine, DatabaseAddress | null])[] = [
  ["postgresql", inject("postgresql")],
  ["mysql", inject("mariadb")],
];

describe.each(servers)("sql on %s", (engine, address) => {
  if (address === null) return it.skip("is not installed");
  const hyperdrive = { connectionString: connectionString(engine, address) };
  const bindings: Readonly<Record<string, unknown>> = {
    WAREHOUSE: hyperdrive,
    TEXT: hyperdrive.connectionString,
    OTHER: {},
  };
  const binding = (name: string) => bindings[name];
  const login = {
    db_engine: engine,
    db_host: "127.0.0.1",
    db_port: address.port,
    db_name: address.database,
    db_username: address.user,
    db_password: address.password,
  };
  const read = (properties: Readonly<Record<string, unknown>>, functions: Readonly<Record<string, AnyFunction>> = {}) =>
    sql.read(
      databaseContext("sql", { read_query: "SELECT 1 AS one", ...properties }, binding, functions, drivers),
      OUTSIDE,
    );
  const told = (properties: Readonly<Record<string, unknown>>) =>
    read(properties).then(
      () => "an answer",
      (error: Error) => `${error.name} ${(error as Error & { code: string }).code}: ${error.message} ${error.stack}`,
    );

  describeDatabaseQuery({
    name: engine,
    properties: { db_engine: engine, binding: "WAREHOUSE" },
    binding,
    drivers,
    placeholder: engine === "postgresql" ? (position) => `$${position}` : () => "?",
  });

  it.each([
    ["options of its own", login],
    ["a Hyperdrive binding", { db_engine: engine, binding: "WAREHOUSE" }],
    ["a variable with a connection string", { db_engine: engine, binding: "TEXT" }],
  ])("is reached by %s", async (_name, properties) => {
    expect(await read(properties)).toEqual([{ one: 1 }]);
  });

  it("reports the database's reason without any credential", async () => {
    const secret = `wrong-${crypto.randomUUID()}`;
    const elsewhere = { ...login, db_password: secret };
    const cases: readonly (readonly [Readonly<Record<string, unknown>>, code: string, RegExp])[] = [
      [elsewhere, "storage_misconfigured", /cannot be reached.*(password|denied)/i],
      [{ ...elsewhere, db_port: 1 }, "storage_unavailable", /cannot be reached/],
      [{ ...elsewhere, db_host: "ghost.invalid" }, "storage_unavailable", /cannot be reached/],
      [{ ...login, db_name: "ghost" }, "storage_misconfigured", /cannot be reached.*(ghost|denied)/i],
      [{ ...login, read_query: "SELECT * FROM ghost" }, "storage_misconfigured", /refused this.*ghost/],
      [{ ...login, read_query: "SELEC" }, "storage_misconfigured", /refused this/],
      [{ db_engine: engine, binding: "GHOST" }, "storage_misconfigured", /no binding, variable or secret "GHOST"/],
      [{ db_engine: engine, binding: "OTHER" }, "storage_misconfigured", /"OTHER" is neither a Hyperdrive binding/],
    ];
    for (const [properties, code, message] of cases) {
      const text = await told(properties);
      expect(text).toMatch(new RegExp(`^TaipyError ${code}: `));
      expect(text).toMatch(message);
      expect(text).not.toContain(secret);
      expect(text).not.toContain(address.password);
    }
  });

  it("says that a value does not fit where the server refuses the value alone", async () => {
    const read_query = engine === "postgresql" ? "SELECT 'x'::int" : "SELECT * FROM (SELECT EXP(1000)) AS q";
    expect(await told({ ...login, read_query })).toMatch(/^TaipyError invalid_value: /);
  });

  it("fails at a server that accepts the connection and never answers", async () => {
    const text = await told({ ...login, db_port: inject("silentPort") });
    expect(text).toMatch(/^TaipyError storage_unavailable: .* cannot be reached/);
  }, 20_000);

  it("leaves no connection open, neither after a success nor after a failure", async () => {
    for (let count = 0; count < 5; count += 1) {
      await read(login);
      await told({ ...login, read_query: "SELECT * FROM ghost" });
      await told({ ...login, db_password: "wrong" });
    }
    const sessions =
      engine === "postgresql"
        ? "SELECT count(*)::int AS open FROM pg_stat_activity WHERE backend_type = 'client backend'"
        : "SELECT count(*) AS open FROM information_schema.processlist WHERE user = current_user() OR user = 'taipy'";
    await expect.poll(() => read({ ...login, read_query: sessions })).toEqual([{ open: 1 }]);
  });

  it("keeps all digits of the numbers that it reads", async () => {
    const [real, exact] = engine === "postgresql" ? ["float4", "numeric(40, 20)"] : ["FLOAT", "DECIMAL(40, 20)"];
    const integer = engine === "postgresql" ? "int8" : "SIGNED";
    const read_query = `SELECT CAST(9007199254740991 AS ${integer}) AS a, CAST(9007199254740993 AS ${integer}) AS b,
      CAST(1.5 AS ${exact}) AS c, CAST('0.12345678901234567890' AS ${exact}) AS d, CAST(0.1 AS ${real}) AS e`;
    expect(jsonOfValue(await read({ ...login, read_query }))).toBe(
      '[{"a":9007199254740991,"b":9007199254740993,"c":1.5,"d":0.12345678901234567890,"e":0.1}]',
    );
  });

  if (engine === "mysql") {
    it("needs a driver, which the application passes", async () => {
      const context = databaseContext("sql", { ...login, read_query: "SELECT 1" });
      const message = expect.stringContaining("`drivers: { mysql2 }`");
      await expect(sql.read(context, OUTSIDE)).rejects.toMatchObject({ code: "storage_misconfigured", message });
    });
  }

  it("reads dates in UTC", async () => {
    const read_query =
      "SELECT CAST('2024-02-29' AS date) AS day, CAST('2024-02-29 12:34:56.789' AS " +
      `${engine === "postgresql" ? "timestamp" : "DATETIME(3)"}) AS moment`;
    expect(await read({ ...login, read_query })).toEqual([
      { day: new Date("2024-02-29"), moment: new Date("2024-02-29T12:34:56.789Z") },
    ]);
  });

  it("finds long integers exactly, and refuses to compare values without an order", async () => {
    const table = `t${crypto.randomUUID().replaceAll("-", "")}`;
    const context = databaseContext("sql_table", { ...login, table_name: table }, binding, {}, drivers);
    const statement = `CREATE TABLE ${table} (i bigint, raw ${engine === "postgresql" ? "bytea" : "blob"}, t text)`;
    await withDatabase(context, ({ transaction }) => transaction(() => [{ sql: statement, parameters: [] }]));
    await sqlTable.write(context, [{ i: 9007199254740992n }, { i: 9007199254740993n }]);
    const select = (key: string, value: unknown, operator: "EQUAL" | "LESS_THAN") =>
      sqlTable.select?.(context, OUTSIDE, {
        filter: { conditions: [{ key, operator, value }], join: "AND" },
        columns: ["i"],
        offset: 0,
        limit: null,
      });
    expect(await select("i", 9007199254740993n, "EQUAL")).toEqual([{ i: 9007199254740993n }]);
    await expect(select("t", 3, "LESS_THAN")).rejects.toMatchObject({ code: "invalid_filter" });
    await expect(select("raw", "x", "EQUAL")).rejects.toMatchObject({ code: "invalid_filter" });
  });
});
