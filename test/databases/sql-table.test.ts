import * as mysql2 from "mysql2/promise";
import { describe, inject } from "vitest";
import { describeDatabaseTable } from "../suites/database-table.ts";
import { connectionString } from "./connection.ts";

const postgresql = inject("postgresql");
const mariadb = inject("mariadb");
const same = (value: unknown) => value;

describe.skipIf(postgresql === null)("PostgreSQL", () => {
  describeDatabaseTable({
    name: "PostgreSQL",
    properties: { db_engine: "postgresql", binding: "WAREHOUSE" },
    binding: (name) => ({ WAREHOUSE: connectionString("postgresql", postgresql) })[name],
    quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
    types: {
      double: "double precision",
      integer: "bigint",
      text: "text",
      boolean: "boolean",
      time: "timestamptz",
      bytes: "bytea",
    },
    readBoolean: same,
    readDate: same,
    keepsInfinity: true,
  });
});

describe.skipIf(mariadb === null)("MariaDB", () => {
  describeDatabaseTable({
    name: "MariaDB",
    properties: { db_engine: "mysql", binding: "WAREHOUSE" },
    drivers: { mysql2 },
    binding: (name) => ({ WAREHOUSE: connectionString("mysql", mariadb) })[name],
    quote: (identifier) => `\`${identifier.replaceAll("`", "``")}\``,
    types: {
      double: "DOUBLE",
      integer: "BIGINT",
      text: "VARCHAR(400)",
      boolean: "BOOLEAN",
      time: "DATETIME(3)",
      bytes: "BLOB",
    },
    readBoolean: Number,
    readDate: same,
    keepsInfinity: false,
  });
});
