import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
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
