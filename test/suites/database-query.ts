import { beforeEach, describe, expect, it } from "vitest";
import type { AnyFunction } from "../../src/core/config/function-names.ts";
import type { Drivers } from "../../src/core/storage-options/drivers.ts";
import type { AnyQueryBuilder, SqlQuery } from "../../src/core/storage-options/sql-options.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { sql } from "../../src/storage/sql.ts";
import { OUTSIDE, type Selection, type StorageContext } from "../../src/storage/types.ts";
import { databaseContext } from "./database-context.ts";

export interface QueriedDatabase {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly binding: StorageContext["binding"];
  readonly drivers?: Drivers;
  placeholder(position: number): string;
}

/** Part of the contract of the type, which the interface of storage types leaves open. */
const { append, select } = sql as Required<typeof sql>;

/** The contract of queries on a database, which every engine runs. */
export function describeDatabaseQuery({ name, properties, binding, drivers, placeholder }: QueriedDatabase): void {
  let table: string;

  const insertion = (cells: readonly unknown[]): SqlQuery => [
    `INSERT INTO ${table} (n, t) VALUES (${placeholder(1)}, ${placeholder(2)})`,
    cells,
  ];
  const insertAll: AnyQueryBuilder = (rows: (readonly unknown[])[]) => rows.map(insertion);
  const context = (
    functions: Readonly<Record<string, AnyFunction>> = {},
    read_query = `SELECT n, t FROM ${table} ORDER BY n`,
  ) => databaseContext("sql", { ...properties, read_query }, binding, functions, drivers);
  const read = () => sql.read(context(), OUTSIDE);
  const write = (builder: AnyFunction, value?: unknown) => sql.write(context({ write_query_builder: builder }), value);

  beforeEach(async () => {
    table = `q${crypto.randomUUID().replaceAll("-", "")}`;
    await write(() => `CREATE TABLE ${table} (n integer PRIMARY KEY, t text)`);
    await write(insertAll, [
      [1, "a"],
      [2, "it's"],
      [3, null],
    ]);
  });

  describe(`storage type sql on ${name}`, () => {
    it("writes the statements that the builder returns, with bound parameters", async () => {
      const builder: AnyQueryBuilder = (rows: (readonly unknown[])[]) => [
        `DELETE FROM ${table}`,
        ...rows.map(insertion),
      ];
      expect(await write(builder, [[7, "'); DROP TABLE x; --"]])).toEqual(OUTSIDE);
      expect(await read()).toEqual([{ n: 7, t: "'); DROP TABLE x; --" }]);
    });

    it("takes one statement, with or without parameters", async () => {
      await write((cells: readonly unknown[]) => insertion(cells), [4, "d"]);
      await write(() => `DELETE FROM ${table} WHERE n < 4`);
      expect(await read()).toEqual([{ n: 4, t: "d" }]);
    });

    it("refuses an answer that does not fit into memory", async () => {
      const small = { ...context(), budget: new Budget(250) };
      await expect(sql.read(small, OUTSIDE)).rejects.toMatchObject({
        code: "value_too_large",
        message: expect.stringContaining("MB"),
      });
    });

    it("runs all statements or none", async () => {
      const rows = [
        [10, "x"],
        [1, "already there"],
      ];
      await expect(write(insertAll, rows)).rejects.toMatchObject({ name: "TaipyError", code: "invalid_value" });
      expect(await read()).toHaveLength(3);
    });

    it("appends with the append builder only", async () => {
      await append(context({ append_query_builder: insertAll }), OUTSIDE, [[4, "d"]]);
      expect(await read()).toHaveLength(4);
      const message = expect.stringContaining("subject has no append_query_builder");
      await expect(append(context({ write_query_builder: insertAll }), OUTSIDE, [])).rejects.toMatchObject({ message });
    });

    it.each([
      ["a number", 3],
      ["nothing", undefined],
      ["a list of numbers", [1]],
      ["parameters alone", [[1], "SELECT 1"]],
    ])("refuses a builder that returns %s", async (_name, built) => {
      const message = expect.stringContaining("write_query_builder must return a statement");
      await expect(write(() => built)).rejects.toMatchObject({ code: "invalid_value", message });
    });

    it.each(["", ";", " ; \n", " -- with a comment"])("filters the rows of a query that ends in %j", async (end) => {
      const query = context(
        {},
        `SELECT n, t AS "label" FROM ${table} WHERE n > 1 OR t = 'a'${end}`.replaceAll('"', ""),
      );
      const selected = (parts: Partial<Selection>) =>
        select(query, OUTSIDE, { filter: null, columns: null, offset: 0, limit: null, ...parts });
      const conditions = [{ key: "label", operator: "EQUAL", value: "it's" } as const];
      expect(await selected({ filter: { conditions, join: "AND" } })).toEqual([{ n: 2, label: "it's" }]);
      expect(await selected({ columns: ["label"], limit: 1 })).toEqual([{ label: "a" }]);
      const message = "Column 'ghost' does not exist. Columns: n, label.";
      await expect(selected({ columns: ["ghost"] })).rejects.toMatchObject({ code: "invalid_filter", message });
    });
  });
}
