import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import type { Selection } from "../../src/core/values/selection.ts";
import type { Env } from "../../src/env.ts";
import { sqlTable } from "../../src/storage/sql-table.ts";
import { OUTSIDE } from "../../src/storage/types.ts";
import { databaseContext } from "../suites/database-context.ts";
import { describeDatabaseTable } from "../suites/database-table.ts";

const bindings: Readonly<Record<string, unknown>> = { ...env };
const properties = { db_engine: "sqlite", binding: "DB" };
const binding = (name: string) => bindings[name];

describeDatabaseTable({
  name: "D1",
  properties,
  binding,
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  types: { double: "REAL", integer: "INTEGER", text: "TEXT", boolean: "BOOLEAN", time: "TEXT", bytes: "BLOB" },
  readBoolean: Number,
  readDate: (date) => date.toISOString(),
  keepsInfinity: false,
});

describe("sql_table on D1", () => {
  it("refuses integers that D1 could not return", async () => {
    const context = databaseContext("sql_table", { ...properties, table_name: "data_nodes" }, binding);
    const message = expect.stringContaining("cannot give back the number 9007199254740993");
    await expect(sqlTable.write(context, [{ id: 9007199254740993n }])).rejects.toMatchObject({ message });
  });

  it("counts the rows that a limit cuts, as long as the count itself reads few", async () => {
    const { DB } = env as unknown as Env;
    const numbers = (count: number) =>
      `WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${count}) SELECT n FROM s`;
    await DB.batch([
      DB.prepare("CREATE TABLE counted (n INTEGER)"),
      DB.prepare(`INSERT INTO counted ${numbers(100_000)}`),
    ]);
    const totalOf = async (filter: Selection["filter"] = null) => {
      let total: number | null | undefined;
      const counted = (count: number | null) => {
        total = count;
      };
      const context = { ...databaseContext("sql_table", { ...properties, table_name: "counted" }, binding), counted };
      const part = { filter, columns: null, offset: 0, limit: 2 };
      expect(await sqlTable.select?.({ ...context, budget: new Budget() }, OUTSIDE, part)).toHaveLength(2);
      return total;
    };
    expect(await totalOf()).toBe(100_000);
    expect(await totalOf({ join: "AND", conditions: [{ key: "n", operator: "LESS_THAN", value: 8 }] })).toBe(7);
    await DB.exec("INSERT INTO counted VALUES (0)");
    expect(await totalOf()).toBeNull();
  });

  it.each([
    ["does not exist", "GHOST", /"GHOST".*does not exist/],
    ["is something else", "PAYLOADS", /"PAYLOADS".*is no D1 database/],
  ])("says that the binding %s", async (_problem, name, message) => {
    const context = databaseContext("sql_table", { ...properties, binding: name, table_name: "t" }, binding);
    const refusal = { code: "storage_misconfigured", message: expect.stringMatching(message) };
    await expect(sqlTable.read(context, OUTSIDE)).rejects.toMatchObject(refusal);
  });

  it.each(["mssql", "oracle"])("refuses the unknown engine %s", async (db_engine) => {
    const context = databaseContext("sql_table", { ...properties, db_engine, table_name: "t" }, binding);
    const message = `Unknown database engine: ${db_engine}.`;
    await expect(sqlTable.read(context, OUTSIDE)).rejects.toMatchObject({ code: "storage_misconfigured", message });
  });

  it("needs a configuration, because only it has the credentials", async () => {
    const context = { ...databaseContext("sql_table", properties), config: null };
    const message = "The application has no configuration of this data node any more.";
    await expect(sqlTable.read(context, OUTSIDE)).rejects.toMatchObject({ code: "storage_misconfigured", message });
  });
});
