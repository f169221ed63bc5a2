import { describe, expect, it } from "vitest";
import type { DataNodeConfig } from "../../../src/core/config/app-types.ts";
import { defineApp } from "../../../src/core/config/define-app.ts";
import { dataNode } from "../../../src/core/config/dsl/index.ts";
import { newDataNode, type PlannedDataNode } from "../../../src/core/planning/data-node-plan.ts";
import { checkDatabase } from "../../../src/core/storage-options/sql-options.ts";

const login = { dbName: "sales", dbUsername: "ann", dbPassword: "hunter2" };
const server = { dbEngine: "postgresql", ...login } as const;
const build = () => "DELETE FROM sales";

const messages = (node: DataNodeConfig): string => {
  try {
    defineApp({ dataNodes: [node], drivers: { mysql2: { createConnection: () => null } } });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

const created = (config: DataNodeConfig): PlannedDataNode =>
  newDataNode(config, {
    id: "DATANODE_sales_1",
    owner_id: null,
    version: "latest",
    domain: "d",
    now: "2025-01-01T00:00:00",
    fileAt: () => "none",
  });

describe("the options of SQL data nodes", () => {
  it("become properties under Taipy's names", () => {
    const node = dataNode.sqlTable("sales", { ...server, tableName: "sales", dbPort: 6543 });
    expect(node.properties).toEqual({
      db_engine: "postgresql",
      db_host: "localhost",
      db_port: 6543,
      db_name: "sales",
      db_username: "ann",
      db_password: "hunter2",
      table_name: "sales",
      exposed_type: "pandas",
    });
  });

  it("keep query builders out of the properties", () => {
    const node = dataNode.sql("sales", { ...server, readQuery: "SELECT 1", writeQueryBuilder: build });
    expect(node.functions).toEqual({ write_query_builder: build });
    expect(Object.values(node.properties)).not.toContain(build);
    expect(Object.isFrozen(node.functions)).toBe(true);
  });

  it("are complete with a binding, or with the address and the credentials", () => {
    expect(messages(dataNode.sqlTable("a", { dbEngine: "sqlite", binding: "SHOP", tableName: "t" }))).toBe("");
    expect(messages(dataNode.sqlTable("a", { dbEngine: "mysql", binding: "HYPERDRIVE", tableName: "t" }))).toBe("");
    expect(messages(dataNode.sqlTable("a", { ...server, tableName: "t" }))).toBe("");
  });

  it.each<[string, DataNodeConfig, readonly string[]]>([
    ["a D1 database without a binding", dataNode.sqlTable("a", { dbEngine: "sqlite", tableName: "t" }), ["binding"]],
    [
      "a server without a login",
      dataNode.sqlTable("a", { dbEngine: "mysql", tableName: "t" }),
      ["db_name", "db_username", "db_password"],
    ],
    ["a table without a name", dataNode.sqlTable("a", { ...server, tableName: undefined as never }), ["table_name"]],
    [
      "queries without a builder",
      dataNode.sql("a", { ...server, readQuery: "SELECT 1", writeQueryBuilder: undefined as never }),
      ["write_query_builder"],
    ],
  ])("are refused: %s", (_name, node, properties) => {
    for (const property of properties) expect(messages(node)).toContain(`needs the property \`${property}\``);
  });

  it("are refused with an unknown engine, and with a builder that is no function", () => {
    const mssql = dataNode.sqlTable("a", { ...server, dbEngine: "mssql" as "mysql", tableName: "t" });
    expect(messages(mssql)).toMatch(/`db_engine`.*must be one of.*sqlite.*postgresql.*mysql/);
    const text = dataNode.sql("a", { ...server, readQuery: "SELECT 1", writeQueryBuilder: "DELETE" as never });
    expect(messages(text)).toContain("`write_query_builder` of data node `a` must be a function.");
  });
});

describe("the check of a database", () => {
  it.each(["", ".sales", "shop.", "shop..sales"])("refuses %j as the name of a table", (tableName) => {
    const config = dataNode.sqlTable("a", { ...server, tableName });
    expect(messages(config)).toContain("`table_name` of data node `a` must be the name of a table");
  });

  it("warns of an argument that no driver takes, and names those that count", () => {
    const warnings = (dbExtraArgs: Readonly<Record<string, string>>) => {
      const { properties } = dataNode.sqlTable("a", { ...server, tableName: "t", dbExtraArgs });
      return [...checkDatabase({ id: "a", properties }, "data node `a`")].map(({ message }) => message);
    };
    expect(warnings({ sslmode: "require" })).toEqual([]);
    expect(warnings({ TrustServerCertificate: "yes" })).toEqual([
      expect.stringContaining("has `TrustServerCertificate`, which is ignored for postgresql. Known: `sslmode`"),
    ]);
  });
});

describe("a data node of a database", () => {
  const config = dataNode.sqlTable("sales", {
    ...server,
    tableName: "sales",
    dbExtraArgs: { sslmode: "require" },
    properties: { name: "Sales" },
  });

  it("has no credentials among its properties", () => {
    const { row } = created(config);
    expect(row.properties).toMatchObject({ name: "Sales", table_name: "sales", db_name: "sales" });
    expect(row.properties).toMatchObject({ db_password: "***", db_extra_args: { sslmode: "require" } });
    expect(JSON.stringify(row)).not.toMatch(/hunter2|ann/);
  });

  it("hides credentials that are given as free properties, whatever their type", () => {
    const odd = dataNode.json("odd", { properties: { db_password: "hunter2", team: "supply" } });
    expect(JSON.stringify(created(odd).row)).not.toContain("hunter2");
  });

  it("counts as written from the start, because its table may have rows", () => {
    expect(created(config)).toMatchObject({ row: { last_edit_date: "2025-01-01T00:00:00" }, default_data: null });
  });
});
