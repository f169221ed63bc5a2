import * as mysql2 from "mysql2/promise";
import { beforeAll, describe, expect, inject, it } from "vitest";
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

const ROWS = 1_000_000;

const servers: readonly (readonly [ServerEngine, DatabaseAddress | null, numbers: string])[] = [
  ["postgresql", inject("postgresql"), `SELECT n, 'row ' || n FROM generate_series(1, ${ROWS}) AS s (n)`],
  ["mysql", inject("mariadb"), `SELECT seq, CONCAT('row ', seq) FROM seq_1_to_${ROWS}`],
];

describe.each(servers)("a table of a million rows on %s", (engine, address, numbers) => {
  if (address === null) return it.skip("is not installed");
  const binding = () => connectionString(engine, address);
  const config = dataNode.sqlTable("big", { dbEngine: engine, binding: "WAREHOUSE", tableName: "million" });
  const node = aDataNode({ config_id: "big", storage_type: "sql_table", payload: null });
  const contents = createContents({
    clock: () => 0,
    memory: ownMemory,
    app: { dataNodes: new Map([["big", config]]), drivers: { mysql2 } },
    payloads: unusedPayloads,
    binding,
  });
  const select = (part: Partial<Selection>) =>
    contents.select(node, { filter: null, columns: null, offset: 0, limit: null, ...part }, (selected) => selected);
  const below = (value: number): Selection["filter"] => ({
    join: "AND",
    conditions: [{ key: "id", operator: "LESS_OR_EQUAL", value }],
  });

  beforeAll(async () => {
    const create = "CREATE TABLE million (id INT PRIMARY KEY, name VARCHAR(20))";
    const context = databaseContext("sql_table", { db_engine: engine, binding: "WAREHOUSE" }, binding, {}, { mysql2 });
    await withDatabase(context, ({ transaction }) =>
      transaction(() => [create, `INSERT INTO million ${numbers}`].map((sql) => ({ sql, parameters: [] }))),
    );
  });

  it("is refused as a whole while its rows arrive, with the ways out", async () => {
    const refusal = await select({}).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "value_too_large",
      message: expect.stringMatching(/limit.*columns.*filter/),
    });
  });

  it("is refused as the input of a task, too", async () => {
    await expect(contents.read([node], () => 0)).rejects.toMatchObject({ code: "value_too_large" });
  });

  it("has its number of rows beside a part that a limit cuts, also of those that a filter finds", async () => {
    expect(await select({ limit: 3 })).toMatchObject({ value: { length: 3 }, total: ROWS });
    expect(await select({ limit: 3, filter: below(1_000) })).toMatchObject({ value: { length: 3 }, total: 1_000 });
    expect(await select({ limit: 3, offset: ROWS + 5 })).toEqual({ value: [], total: ROWS });
    expect(await select({ limit: 0 })).toEqual({ value: [], total: ROWS });
  });

  it("has each row in one page, also while rows are changed between the pages", async () => {
    const ids = async (offset: number) => {
      const found = await select({ offset, limit: 50_000, columns: ["id"] });
      return ((found?.value ?? []) as { id: number }[]).map(({ id }) => id);
    };
    const context = databaseContext("sql_table", { db_engine: engine, binding: "WAREHOUSE" }, binding, {}, { mysql2 });
    for (const offset of [0, 450_000, 950_000]) {
      const page = await ids(offset);
      expect([page.length, page[0], page.at(-1)]).toEqual([50_000, offset + 1, offset + 50_000]);
      expect(page.every((id, index) => id === offset + 1 + index)).toBe(true);
      const update = { sql: `UPDATE million SET name = 'moved' WHERE id = ${offset + 7}`, parameters: [] };
      await withDatabase(context, ({ transaction }) => transaction(() => [update]));
    }
    expect((await ids(0)).slice(5, 8)).toEqual([6, 7, 8]);
  });

  it("serves a part that fits", async () => {
    expect(await select({ limit: 50_000, columns: ["id"] })).toMatchObject({ value: { length: 50_000 } });
  });
});
