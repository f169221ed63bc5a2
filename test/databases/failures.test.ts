import * as mysql2 from "mysql2/promise";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { type ErrorCode, TaipyError, UnchangedError } from "../../src/core/errors.ts";
import type { ServerEngine } from "../../src/storage/sql/server-settings.ts";
import { withDatabase } from "../../src/storage/sql/with-database.ts";
import { sql } from "../../src/storage/sql.ts";
import { sqlTable } from "../../src/storage/sql-table.ts";
import { OUTSIDE, type StorageContext } from "../../src/storage/types.ts";
import { databaseContext } from "../suites/database-context.ts";
import { NARROW_USER } from "./server.ts";
import type { DatabaseAddress } from "./start.ts";

/** How each engine says the same. */
const ENGINES = {
  postgresql: {
    limits: `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
      current_setting('idle_in_transaction_session_timeout') AS idle`,
    kill: "SELECT pg_terminate_backend(pg_backend_pid())",
    sleep: (seconds: number) => `SELECT pg_sleep(${seconds})`,
    lock: (table: string) => `LOCK TABLE ${table} IN EXCLUSIVE MODE`,
    running: (text: string) =>
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE '%${text}%' AND pid <> pg_backend_pid() AND state = 'active'`,
    narrow: (password: string) => [`CREATE ROLE ${NARROW_USER} LOGIN CONNECTION LIMIT 1 PASSWORD '${password}'`],
  },
  mysql: {
    limits: `SELECT CAST(@@max_statement_time AS SIGNED) AS statement, @@innodb_lock_wait_timeout AS \`lock\`,
      @@idle_transaction_timeout AS idle`,
    kill: "KILL CONNECTION_ID()",
    sleep: (seconds: number) => `SELECT SLEEP(${seconds})`,
    lock: (table: string) => `DELETE FROM ${table}`,
    running: (text: string) =>
      `SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%${text}%' AND id <> CONNECTION_ID()`,
    narrow: () => [],
  },
} as const;

const servers: readonly (readonly [ServerEngine, DatabaseAddress | null])[] = [
  ["postgresql", inject("postgresql")],
  ["mysql", inject("mariadb")],
];

const failureOf = async (work: Promise<unknown>): Promise<TaipyError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof TaipyError) return error;
  throw new Error(`A refusal was expected, and not ${String(error)}.`);
};

describe.each(servers)("a failure of %s", (engine, address) => {
  if (address === null) return it.skip("is not installed");
  const words = ENGINES[engine];
  const login = {
    db_engine: engine,
    db_host: "127.0.0.1",
    db_port: address.port,
    db_name: address.database,
    db_username: address.user,
    db_password: address.password,
  };
  const contextOf = (properties: Readonly<Record<string, unknown>>, limitMs?: number): StorageContext => {
    const given = { ...login, table_name: "failures", read_query: "SELECT 1 AS one", ...properties };
    const context = databaseContext("sql_table", given, undefined, {}, { mysql2 });
    return { ...context, budget: context.budget, limitMs };
  };
  const run = (...statements: string[]) =>
    withDatabase(contextOf({}), ({ transaction }) =>
      transaction(() => statements.map((text) => ({ sql: text, parameters: [] }))),
    );
  const read = (properties: Readonly<Record<string, unknown>>, limitMs?: number) =>
    sql.read(contextOf(properties, limitMs), OUTSIDE);

  beforeAll(async () => {
    await run("CREATE TABLE failures (id INT PRIMARY KEY, at_most INT CHECK (at_most < 10))");
    await run("INSERT INTO failures VALUES (1, 1)");
    for (const statement of words.narrow(address.password)) await run(statement);
  });

  const OPERATORS: readonly (readonly [what: string, properties: Readonly<Record<string, unknown>>, advice: RegExp])[] =
    [
      ["a wrong password", { db_password: "wrong" }, /dbPassword/],
      ["an unknown database", { db_name: "ghost" }, /dbName|right to do this/],
      ["a missing table", { read_query: "SELECT * FROM ghost" }, /has this table/],
      ["a missing column", { read_query: "SELECT ghost FROM failures" }, /columns of the table/],
      ["a wrong query", { read_query: "SELEC" }, /./],
      ["several statements as its query", { read_query: "SELECT 1; SELECT 2" }, /one statement|syntax/],
    ];

  it.each(OPERATORS)(
    "by %s is the operator's, with advice, and is not to be repeated",
    async (_what, given, advice) => {
      const failure = await failureOf(read(given));
      expect(failure).toMatchObject({ code: "storage_misconfigured", message: expect.stringMatching(advice) });
      expect(failure).not.toBeInstanceOf(UnchangedError);
    },
  );

  const passes = (failure: TaipyError) => {
    expect(failure).toMatchObject({ code: "storage_unavailable" satisfies ErrorCode });
    expect(failure).toBeInstanceOf(UnchangedError);
  };

  it("by a server that is not reached passes, and nothing was changed", async () => {
    passes(await failureOf(read({ db_port: 1 })));
    passes(await failureOf(sqlTable.write(contextOf({ db_port: 1 }), [{ id: 2 }])));
  });

  it("by a server that has no connection left passes", async () => {
    const narrow = { db_username: NARROW_USER };
    const wide = engine === "mysql" ? { ...narrow, db_name: "information_schema" } : narrow;
    await withDatabase(contextOf(wide), async () => {
      passes(await failureOf(read(wide)));
    });
    expect(await read(wide)).toEqual([{ one: 1 }]);
  });

  it("by a connection that is killed before its COMMIT passes, and nothing was changed", async () => {
    passes(
      await failureOf(run("INSERT INTO failures VALUES (7, 7)", words.kill, "INSERT INTO failures VALUES (8, 8)")),
    );
    expect(await read({ read_query: "SELECT id FROM failures" })).toEqual([{ id: 1 }]);
    passes(await failureOf(read({ read_query: words.kill })));
  });

  it("by a lock that is not granted passes: the server ends the wait, and nothing was changed", async () => {
    const holds = run(words.lock("failures"), words.sleep(4), "ROLLBACK");
    const isLocked = async () => ((await read({ read_query: words.running(words.sleep(4)) })) as { n: number }[])[0]?.n;
    await expect.poll(isLocked).toBe(1);
    const failure = await failureOf(sqlTable.append?.(contextOf({}, 3_000), OUTSIDE, [{ id: 1, at_most: 2 }]) ?? holds);
    passes(failure);
    expect(failure.message).toMatch(/lock timeout|Lock wait timeout/);
    await holds;
  });

  it("has limits of the server: those of a request, of a job, or the server's own", async () => {
    const limits = async (limitMs?: number, more: Readonly<Record<string, unknown>> = {}) =>
      (await read({ read_query: words.limits, ...more }, limitMs)) as readonly unknown[];
    const [statement, lock, idle] = engine === "postgresql" ? ["30s", "10s", "1min"] : [30, 10, 60];
    expect(await limits(30_000)).toEqual([{ statement, lock, idle }]);
    expect(await limits()).toEqual([
      engine === "postgresql" ? { statement: "14min", lock: "14min", idle } : { statement: 840, lock: 50, idle },
    ]);
    if (engine === "mysql") return;
    const db_extra_args = { statement_timeout: "77s", options: "-c lock_timeout=3s" };
    expect(await limits(30_000, { db_extra_args })).toEqual([{ statement: "77s", lock: "3s", idle }]);
    // They end with the transaction, which the query's own COMMIT ends here: a pooler gives the connection to others.
    await run("COMMIT", `CREATE TABLE seen AS ${words.limits}`);
    expect(await read({ read_query: "SELECT * FROM seen" })).toEqual([{ statement: "0", lock: "0", idle: "0" }]);
  });

  it("by a query that takes longer than its request ends the query on the server, too", async () => {
    const failure = await failureOf(read({ read_query: words.sleep(300) }, 1_000));
    passes(failure);
    const isRunning = async () => ((await read({ read_query: words.running(words.sleep(300)) })) as { n: number }[])[0];
    await expect.poll(isRunning).toEqual({ n: 0 });
  });

  it.each([
    ["a key that exists", { id: 1, at_most: 2 }, /1/],
    ["a broken check", { id: 3, at_most: 11 }, /at_most/],
    ["a missing key", { id: null, at_most: 1 }, /id/],
  ])("by a row with %s is the value's, and says where", async (_what, row, where) => {
    const failure = await failureOf(sqlTable.append?.(contextOf({}), OUTSIDE, [row]) ?? Promise.resolve());
    expect(failure).toMatchObject({ code: "invalid_value", message: expect.stringMatching(where) });
  });

  it("does not count as one when two writers block each other: one of them tries again", async () => {
    await run("CREATE TABLE pairs (id INT PRIMARY KEY, n INT)");
    await run("INSERT INTO pairs VALUES (1, 0), (2, 0)");
    const both = (first: number, second: number) =>
      run(
        `UPDATE pairs SET n = n + 1 WHERE id = ${first}`,
        words.sleep(0.3),
        `UPDATE pairs SET n = n + 1 WHERE id = ${second}`,
      );
    await Promise.all([both(1, 2), both(2, 1)]);
    expect(await read({ read_query: "SELECT n FROM pairs" })).toEqual([{ n: 2 }, { n: 2 }]);
  });
});
