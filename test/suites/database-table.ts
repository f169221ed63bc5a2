import { beforeEach, describe, expect, it } from "vitest";
import type { Drivers } from "../../src/core/storage-options/drivers.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { FILTER_OPERATORS, type Filter, type FilterOperator, filterValue } from "../../src/core/values/filter.ts";
import { withDatabase } from "../../src/storage/sql/with-database.ts";
import { sqlTable } from "../../src/storage/sql-table.ts";
import { OUTSIDE, type Selection, type StorageContext } from "../../src/storage/types.ts";
import { databaseContext } from "./database-context.ts";

export interface DatabaseUnderTest {
  readonly name: string;
  /** How the configuration reaches it. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly binding?: StorageContext["binding"];
  readonly drivers?: Drivers;
  quote(identifier: string): string;
  /** Its names for the types of the columns n, i, t, b, at, raw. */
  readonly types: { readonly [Column in "double" | "integer" | "text" | "boolean" | "time" | "bytes"]: string };
  /** What readers get for booleans and dates, where the database has none of its own. */
  readBoolean(value: boolean): unknown;
  readDate(value: Date): unknown;
  readonly keepsInfinity: boolean;
}

type Row = Readonly<Record<string, unknown>>;
/** Part of the contract of the type, which the interface of storage types leaves open. */
const { append, select } = sqlTable as Required<typeof sqlTable>;

const day = new Date("2024-02-29T12:34:56.789Z");
const nothing = { n: null, i: null, t: null, b: null, at: null, raw: null };
const row = (cells: Row): Row => ({ ...nothing, ...cells });
const numbered = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => row({ n: first + index, t: `row ${first + index}` }));

/** The contract of a table in a database, which every engine runs. */
export function describeDatabaseTable(database: DatabaseUnderTest): void {
  const { quote, types } = database;
  let table: string;
  let context: StorageContext;

  const execute = (...statements: string[]) =>
    withDatabase(context, ({ transaction }) => transaction(() => statements.map((sql) => ({ sql, parameters: [] }))));
  const written = async (value: unknown) => {
    expect(await sqlTable.write(context, value)).toEqual(OUTSIDE);
    return sqlTable.read(context, OUTSIDE);
  };
  const selected = (parts: Partial<Selection>) =>
    select(context, OUTSIDE, { filter: null, columns: null, offset: 0, limit: null, ...parts });

  beforeEach(async () => {
    table = `contract "${crypto.randomUUID()}" \`x\``;
    context = databaseContext(
      "sql_table",
      { ...database.properties, table_name: table },
      database.binding,
      {},
      database.drivers,
    );
    const columns = [
      `${quote("n")} ${types.double}`,
      `${quote("i")} ${types.integer}`,
      `${quote("t")} ${types.text}`,
      `${quote("b")} ${types.boolean}`,
      `${quote("at")} ${types.time}`,
      `${quote("raw")} ${types.bytes}`,
    ];
    await execute(`CREATE TABLE ${quote(table)} (${columns.join(", ")})`);
  });

  describe(`storage type sql_table on ${database.name}`, () => {
    it("reads rows of another writer", async () => {
      await execute(`INSERT INTO ${quote(table)} (${quote("n")}, ${quote("t")}) VALUES (1.5, 'a'), (2, NULL)`);
      expect(await sqlTable.read(context, OUTSIDE)).toEqual([row({ n: 1.5, t: "a" }), row({ n: 2 })]);
    });

    it.each<[string, Row[]]>([
      ["no rows", []],
      ["rows", [row({ n: 1, t: "a" }), row({ n: 2, t: "b" })]],
      ["unicode", [row({ t: `héllo ☃ 日本 😀 "quoted" 'single' \\ back \r\n\t ? $1 :x` })]],
      ["empty text and spaces", [row({ t: "" }), row({ t: "  x  " })]],
      ["numbers at the edges", [row({ n: Number.MAX_VALUE, i: 2 ** 53 - 1 }), row({ n: 5e-324, i: -(2 ** 53) + 1 })]],
      ["a row of nothing", [nothing]],
      ["bytes", [row({ raw: new Uint8Array([0, 128, 255]) })]],
    ])("reads back %s", async (_name, rows) => {
      const back = (await written(rows)) as Row[];
      expect(back.map((cells) => ({ ...cells, raw: cells.raw && Uint8Array.from(cells.raw as Uint8Array) }))).toEqual(
        rows,
      );
    });

    it("reads dates and booleans in the database's form", async () => {
      const rows = [row({ b: true, at: day }), row({ b: false, at: null })];
      const read = rows.map(({ b, at }) =>
        row({ b: database.readBoolean(b === true), at: at === null ? null : database.readDate(day) }),
      );
      expect(await written(rows)).toEqual(read);
    });

    it.each<[string, unknown, Row[]]>([
      ["an object of columns", { n: [1, 2], t: "x" }, [row({ n: 1, t: "x" }), row({ n: 2, t: "x" })]],
      ["lists, in the order of the columns", [[1, 2, "a"], [3]], [row({ n: 1, i: 2, t: "a" }), row({ n: 3 })]],
      ["rows with different columns", [{ n: 1 }, { t: "x" }], [row({ n: 1 }), row({ t: "x" })]],
      ["NaN and undefined as null", [{ n: NaN, t: undefined }], [nothing]],
      ["an empty object", {}, []],
      ["an empty list of columns", { n: [] }, []],
    ])("takes %s", async (_name, value, rows) => {
      expect(await written(value)).toEqual(rows);
    });

    it("keeps infinities or refuses them", async () => {
      const rows = [row({ n: Infinity }), row({ n: -Infinity })];
      if (database.keepsInfinity) expect(await written(rows)).toEqual(rows);
      else await expect(written(rows)).rejects.toMatchObject({ code: "invalid_value" });
    });

    it.each<[string, unknown, RegExp]>([
      ["a number", 3, /this is a number/],
      ["null", null, /this is null/],
      ["a column that the table lacks", [{ n: 1, ghost: 2 }], /no column "ghost".*n, i, t, b, at, raw/],
      ["an object in a cell", [{ t: "a" }, { t: { deep: 1 } }], /row 2 has a object in column "t"/],
      ["a list in a cell", [{ t: [1] }], /row 1 has a list in column "t"/],
      ["an invalid date", [{ at: new Date(NaN) }], /row 1 has an invalid date in column "at"/],
      ["half a surrogate pair", [{ t: "\ud800" }], /UTF-8/],
      ["a function", [{ t: () => 1 }], /row 1 has a function/],
    ])("refuses %s and changes nothing", async (_name, value, message) => {
      await written(numbered(2));
      const refusal = { name: "TaipyError", code: "invalid_value", message: expect.stringMatching(message) };
      await expect(sqlTable.write(context, value)).rejects.toMatchObject(refusal);
      await expect(append(context, OUTSIDE, value)).rejects.toMatchObject(refusal);
      expect(await sqlTable.read(context, OUTSIDE)).toEqual(numbered(2));
    });

    it("replaces all rows", async () => {
      await written(numbered(3));
      expect(await written(numbered(2, 10))).toEqual(numbered(2, 10));
      expect(await written([])).toEqual([]);
    });

    it("changes nothing when the database refuses one of the rows", async () => {
      await written(numbered(3));
      await execute(`CREATE UNIQUE INDEX ${quote(`u${crypto.randomUUID()}`)} ON ${quote(table)} (${quote("n")})`);
      const rows = [...numbered(2_000), row({ n: 7 })];
      await expect(sqlTable.write(context, rows)).rejects.toMatchObject({ code: "invalid_value" });
      await expect(append(context, OUTSIDE, [{ n: 9 }, { n: 9 }])).rejects.toMatchObject({ code: "invalid_value" });
      expect(await sqlTable.read(context, OUTSIDE)).toEqual(numbered(3));
    });

    it("appends rows", async () => {
      await written(numbered(2));
      await append(context, OUTSIDE, numbered(1, 2));
      await append(context, null, { n: [3], t: ["row 3"] });
      await append(context, OUTSIDE, []);
      expect(await sqlTable.read(context, OUTSIDE)).toEqual(numbered(4));
    });

    it("keeps 20,000 rows of 5 MB", async () => {
      const text = "né".repeat(90);
      const rows = Array.from({ length: 20_000 }, (_, n) => row({ n, i: n * 1_000_003, t: `${n} ${text}` }));
      const back = (await written(rows)) as { n: number }[];
      expect(back.toSorted((a, b) => a.n - b.n)).toEqual(rows);
    });

    it("refuses rows that do not fit into memory, and serves a part of them that does", async () => {
      await sqlTable.write(context, numbered(3_000));
      const small = (bytes = 100_000) => ({ ...context, budget: new Budget(bytes) });
      const everything = { filter: null, columns: null, offset: 0, limit: null };
      await expect(sqlTable.read(small(), OUTSIDE)).rejects.toMatchObject({ code: "value_too_large" });
      await expect(select(small(), OUTSIDE, { ...everything, limit: 2_000 })).rejects.toMatchObject({
        code: "value_too_large",
      });
      expect(await select(small(), OUTSIDE, { ...everything, offset: 1_000, limit: 300 })).toHaveLength(300);
      await sqlTable.write(context, [row({ t: "x".repeat(400) })]);
      await expect(sqlTable.read(small(900), OUTSIDE)).rejects.toMatchObject({
        code: "value_too_large",
        message: expect.stringMatching(/400 characters.*\(row 1\)/),
      });
    });

    it("keeps all of several concurrent appends", async () => {
      const parts = Array.from({ length: 8 }, (_, seed) => numbered(20, seed * 20));
      await Promise.all(parts.map((part) => append(context, OUTSIDE, part)));
      const rows = (await sqlTable.read(context, OUTSIDE)) as { n: number }[];
      expect(rows.toSorted((a, b) => a.n - b.n)).toEqual(numbered(160));
    });

    it("names the missing table in its refusal", async () => {
      const elsewhere = databaseContext(
        "sql_table",
        { ...database.properties, table_name: "ghost" },
        database.binding,
        {},
        database.drivers,
      );
      const refusal = { name: "TaipyError", code: "storage_misconfigured", message: expect.stringContaining("ghost") };
      await expect(sqlTable.read(elsewhere, OUTSIDE)).rejects.toMatchObject(refusal);
      await expect(sqlTable.write(elsewhere, [])).rejects.toMatchObject(refusal);
    });
  });

  describe(`a part of a table on ${database.name}`, () => {
    const rows = [
      row({ n: 1, i: 10, t: "a", b: true, at: day }),
      row({ n: 2.5, i: -10, t: "A", b: false, at: new Date(0) }),
      row({ n: -1, t: "a " }),
      row({ n: 0.1, i: 2 ** 53 - 1, t: "ä" }),
      row({ i: 7, t: "" }),
      row({ n: 100, t: "'; DROP TABLE x; --", b: true, at: new Date("2030-01-01") }),
      row({ n: 3, t: "B" }),
      row({ n: 4, t: "10" }),
      nothing,
    ];
    const values: Readonly<Record<string, readonly unknown[]>> = {
      n: [1, 2.5, 0, 0.1, 1n, Infinity, -Infinity, null],
      i: [10, 2 ** 53 - 1, 9007199254740991n, 10n ** 30n, 0.5, null],
      t: ["a", "A", "ä", "", "z", "10", "'; DROP TABLE x; --", null],
    };
    const conditions = Object.entries(values).flatMap(([key, list]) =>
      list.flatMap((value) =>
        FILTER_OPERATORS.filter(
          (operator) => value !== null || (operator.includes("EQUAL") && !operator.includes("OR_")),
        ).map((operator) => ({ key, operator, value })),
      ),
    );
    const where = (key: string, operator: FilterOperator, value: unknown): Filter => ({
      conditions: [{ key, operator, value }],
      join: "AND",
    });

    beforeEach(async () => {
      await sqlTable.write(context, rows);
    });

    it("has the rows that the same filter finds in a read value, for every operator", async () => {
      const all = await sqlTable.read(context, OUTSIDE);
      for (const condition of conditions) {
        const filter: Filter = { conditions: [condition], join: "AND" };
        const text = `${condition.key} ${condition.operator} ${String(condition.value)}`;
        expect([text, await selected({ filter })]).toEqual([text, filterValue(all, filter, "table")]);
      }
    });

    it.each(["AND", "OR"] as const)("joins conditions with %s", async (join) => {
      const all = await sqlTable.read(context, OUTSIDE);
      const filter: Filter = {
        conditions: [
          { key: "n", operator: "GREATER_THAN", value: 0 },
          { key: "t", operator: "NOT_EQUAL", value: "a" },
          { key: "i", operator: "LESS_OR_EQUAL", value: 10 },
        ],
        join,
      };
      expect(await selected({ filter })).toEqual(filterValue(all, filter, "table"));
    });

    it("finds booleans", async () => {
      expect(await selected({ filter: where("b", "EQUAL", true) })).toHaveLength(2);
      expect(await selected({ filter: where("b", "EQUAL", false) })).toHaveLength(1);
      expect(await selected({ filter: where("b", "NOT_EQUAL", true) })).toHaveLength(7);
    });

    it("finds dates", async () => {
      const values = [day, day.toISOString()];
      for (const value of values) {
        expect(await selected({ filter: where("at", "EQUAL", value), columns: ["t"] })).toEqual([{ t: "a" }]);
        expect(await selected({ filter: where("at", "LESS_THAN", value), columns: ["t"] })).toEqual([{ t: "A" }]);
        expect(await selected({ filter: where("at", "GREATER_OR_EQUAL", value) })).toHaveLength(2);
      }
    });

    it("finds values of another type to be different, never an error", async () => {
      for (const [key, value] of [
        ["n", "1"],
        ["t", 10],
        ["n", [1]],
        ["t", { a: 1 }],
      ] as const) {
        expect(await selected({ filter: where(key, "EQUAL", value) })).toEqual([]);
        expect(await selected({ filter: where(key, "NOT_EQUAL", value) })).toHaveLength(rows.length);
      }
    });

    it("accepts any number of conditions", async () => {
      const conditions = numbered(150).map(({ n }) => ({ key: "n", operator: "EQUAL", value: n }) as const);
      expect(await selected({ filter: { conditions, join: "OR" }, columns: ["n"] })).toEqual(
        [1, 100, 3, 4].map((n) => ({ n })),
      );
    });

    it("has the selected columns in their order", async () => {
      const [first] = await selected({ columns: ["t", "n"], filter: where("n", "EQUAL", 1), limit: 1 });
      expect(Object.entries(first as Row)).toEqual([
        ["t", "a"],
        ["n", 1],
      ]);
    });

    it.each<[number, number | null]>([
      [0, 2],
      [3, 2],
      [7, null],
      [0, 0],
      [100, 5],
      [0, null],
    ])("skips %i rows and ends after %s", async (offset, limit) => {
      const end = limit === null ? undefined : offset + limit;
      const inOrder = await selected({ limit: 1_000, columns: ["t"] });
      const texts = (list: readonly unknown[]) => list.map((row) => String((row as Row).t)).sort();
      expect(texts(inOrder)).toEqual(texts(rows));
      const part = await selected({ offset, limit, columns: ["t"] });
      if (offset === 0 && limit === null) expect(texts(part)).toEqual(texts(rows));
      else expect(part).toEqual(inOrder.slice(offset, end));
    });

    it.each(["ghost", "N", 'n" OR 1=1 --', "n` OR 1=1 -- ", "*"])("refuses the unknown column %s", async (name) => {
      const refusal = {
        code: "invalid_filter",
        message: `Column '${name}' does not exist. Columns: n, i, t, b, at, raw.`,
      };
      await expect(selected({ filter: where(name, "EQUAL", 1) })).rejects.toMatchObject(refusal);
      await expect(selected({ columns: [name] })).rejects.toMatchObject(refusal);
    });
  });
}
