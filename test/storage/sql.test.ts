import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { openD1 } from "../../src/storage/sql/d1-database.ts";
import { describeDatabaseQuery } from "../suites/database-query.ts";

const bindings: Readonly<Record<string, unknown>> = { ...env };

describeDatabaseQuery({
  name: "D1",
  properties: { db_engine: "sqlite", binding: "DB" },
  binding: (name) => bindings[name],
  placeholder: () => "?",
});

describe("a statement for D1", () => {
  it("with more parameters than D1 takes is refused with their number, also with very many", async () => {
    const { transaction } = openD1((env as unknown as { DB: D1Database }).DB);
    for (const count of [101, 1_000_000]) {
      const statement = { sql: "SELECT 1", parameters: Array<number>(count).fill(1) };
      await expect(transaction(() => [statement])).rejects.toMatchObject({
        code: "invalid_value",
        message: expect.stringContaining(`this one has ${count}`),
      });
    }
  });
});
