import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { Decimal } from "../../src/core/values/exact/decimal.ts";
import { dateAt } from "../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../src/core/values/exact/time-span.ts";
import type { Filter, FilterOperator } from "../../src/core/values/filter.ts";
import { candidateGroups, openParquet } from "../../src/storage/parquet/read-table.ts";
import { parquet } from "../../src/storage/parquet.ts";
import type { Selection, StorageContext } from "../../src/storage/types.ts";
import { aStoredPayload } from "../harness/factories.ts";
import { dataPage, int32, parquetFile } from "../harness/hostile/parquet-file.ts";
import { noise } from "../suites/noise.ts";
import { MADE_TABLES } from "../suites/samples.ts";
import { describeStorageType, NOTHING, selectableRows } from "../suites/storage-type.ts";
import { fixture } from "./fixture.ts";

const TYPE = "application/vnd.apache.parquet";

const magic = [0x50, 0x41, 0x52, 0x31];

const garbage = [
  ["text", "a,b\n1,2\n", TYPE],
  ["nothing", new Uint8Array(), TYPE],
  ["a few bytes", new Uint8Array([...magic, 1, 2, 3]), TYPE],
  ["a footer of nonsense", new Uint8Array([...magic, ...Array(40).fill(0x7f), 40, 0, 0, 0, ...magic]), TYPE],
  ["a file without its start", fixture("pandas-snappy.parquet").slice(1_000), TYPE],
  ["a file without its end", fixture("pandas-snappy.parquet").slice(0, -20), TYPE],
  ["pages overwritten", fixture("pandas-gzip.parquet").fill(0x55, 4, 600), TYPE],
] as const;

const refused = [
  ["a number", 3, /this is a number/],
  ["rows of different kinds", [{ a: 1 }, [1]], /rows of different kinds/],
  ["types within a column", [{ a: 1 }, { a: null }, { a: "x" }], /"a" has integer and, in row 3, text/],
  ["types within a list", [{ a: [1, true] }], /"a\[\]" has integer and, in row 2, boolean/],
  ["types within a member", [{ a: { b: 1 } }, { a: { b: "x" } }], /"a\.b" has integer and, in row 2, text/],
  ["a BigInt among fractions", [{ a: 0.5 }, { a: 5n }], /"a" has fractions and, in row 2, a BigInt/],
  ["an integer of more than 76 digits", [{ a: 10n ** 76n }], /at most 76 digits; column "a" needs 77/],
  [
    "a decimal of more than 76 digits",
    [{ a: Decimal.parse(`1.${"1".repeat(76)}`) }],
    /at most 76 digits; column "a" needs 77/,
  ],
  ["NaN among decimals", [{ a: Decimal.parse("90071992547409.93") }, { a: NaN }], /no NaN, as in row 2 of column "a"/],
  ["dates of 600 years with nanoseconds", [{ a: dateAt(0, 1) }, { a: new Date("2300-01-01") }], /in row 2, column "a"/],
  ["an invalid date", [{ a: new Date(NaN) }], /an invalid date, as in row 1 of column "a"/],
  ["half a surrogate pair", [{ a: "\ud800" }], /Row 1 of column "a" has text that UTF-8 cannot hold/],
  ["half a surrogate pair in a name", [{ "\ud800": 1 }], /name that UTF-8/],
  ["a map", [{ a: new Map() }], /a value of type object, as in row 1/],
  ["objects without members", [{ a: {} }], /objects without members, as in column "a"/],
  ["a function", [{ a: () => 1 }], /a value of type function/],
] as const;

const text = 'né, "q" \n.';

const valueOfSize = (bytes: number, seed: number) =>
  Array.from({ length: Math.ceil(bytes / 1_000) }, (_, row) => ({
    n: row + seed * 1_000_000,
    x: row / 8,
    at: new Date(row),
    text: noise(1_200, row),
  }));

const kept = [
  ["no rows", []],
  [
    "rows",
    [
      { date: "2025-01-01", value: 9 },
      { date: "2025-01-02", value: 10 },
    ],
  ],
  ["unicode", [{ "größe ☃.x": "日本 😀", b: `${text}\u0000\r` }]],
  ["empty text and missing text", [{ a: "" }, { a: null }, { a: " x " }]],
  ["text that looks like something else", [{ a: "007", b: "true", c: "2025-01-01", d: "null" }]],
  [
    "booleans",
    [
      { a: true, b: null },
      { a: false, b: true },
    ],
  ],
  [
    "numbers at the edges",
    [
      { a: NaN, b: 2 ** 53, c: -0 },
      { a: Infinity, b: 5e-324, c: 0 },
      { a: -Infinity, b: -Number.MAX_VALUE, c: null },
    ],
  ],
  [
    "whole numbers",
    [
      { a: 2 ** 53 - 1, b: -1 },
      { a: -(2 ** 53) + 1, b: null },
    ],
  ],
  ["BigInts beyond 2^53", [{ a: 2n ** 63n - 1n }, { a: -(2n ** 63n) }, { a: 2n ** 53n }]],
  [
    "dates",
    [{ at: new Date("2024-02-29T12:34:56.789Z") }, { at: null }, { at: new Date(-1) }, { at: new Date("9999-12-31") }],
  ],
  ["integers of 64 bits without a sign", [{ a: 2n ** 64n - 1n }, { a: 0 }, { a: null }]],
  ["integers beyond 64 bits", [{ a: 2n ** 64n }, { a: -1 }, { a: 10n ** 75n }]],
  [
    "dates with microseconds and nanoseconds",
    [
      { us: dateAt(-1, 999_000), ns: dateAt(1_704_070_923_456, 789_123) },
      { us: new Date(0), ns: null },
    ],
  ],
  [
    "times of day",
    [
      { a: new TimeOfDay(0), b: new TimeOfDay(86_399_999_999_999) },
      { a: TimeOfDay.parse("12:30:00.5"), b: null },
    ],
  ],
  [
    "durations",
    [
      {
        a: new Duration(1n),
        b: new Duration(-1_000n),
        c: new Duration(10n ** 18n * 10_000n),
        d: [{ e: new Duration(0n) }],
      },
      { a: null, b: new Duration(0n), c: null, d: [] },
    ],
  ],
  [
    "decimals, also beside other numbers",
    [
      { a: Decimal.parse("90071992547409.93"), b: { c: [Decimal.parse("-0.12345678901234567890")] } },
      { a: 0.1, b: null },
      { a: 7, b: { c: [1e-20] } },
      { a: 9007199254740993n, b: null },
    ],
  ],
  ["bytes", [{ a: new Uint8Array([0, 128, 255]) }, { a: new Uint8Array() }, { a: null }]],
  ["lists", [{ a: [1, null, 3] }, { a: [] }, { a: null }, { a: [[]].flat() }]],
  ["lists of lists", [{ a: [[1], [], null] }, { a: [] }]],
  ["objects with different members of one type", [{ a: { b: 1, c: 2 } }, { a: { d: 3 } }, { a: {} }, { a: null }]],
  ["objects", [{ a: { b: 1, c: { d: ["x"] } } }, { a: null }, { a: { b: null, c: null } }]],
  [
    "a column of nothing",
    [
      { a: null, b: 1 },
      { a: null, b: 2 },
    ],
  ],
  ["columns that every object inherits", [JSON.parse('{"__proto__": 1, "constructor": "x"}')]],
  ["a column without a name", [{ "": 1, b: 2 }]],
  ["more rows than a row group", Array.from({ length: 1_001 }, (_, n) => ({ n, t: `${n}` }))],
] as const;

const changed = [
  ...MADE_TABLES,
  ["null, which leaves an empty table", null, []],
  ["undefined", [{ a: undefined, b: 1 }], [{ a: null, b: 1 }]],
  [
    "a number of JSON that shows its digits, beside a BigInt",
    [{ a: 123456789012345678n }, { a: 123456789012345700 }],
    [{ a: 123456789012345678n }, { a: 123456789012345700n }],
  ],
  ["a small BigInt", [{ a: 5n }, { a: 1 }], [{ a: 5 }, { a: 1 }]],
  [
    "members that some objects lack",
    [{ a: { b: 1 } }, { a: { c: "x" } }],
    [{ a: { b: 1, c: null } }, { a: { b: null, c: "x" } }],
  ],
] as const;

describeStorageType({
  type: "parquet",
  kept,
  changed,
  refused,
  garbage,
  valueOfSize,
  isBinary: true,
  selectable: selectableRows,
  appended: [
    ["rows to nothing", NOTHING, [{ a: 1 }], [{ a: 1 }]],
    ["rows to a table without columns", [], [{ a: 1 }], [{ a: 1 }]],
    ["rows to a table without rows", { a: [] }, [{ a: 1 }], [{ a: 1 }]],
    [
      "rows by name",
      [{ a: 1, b: "x" }],
      [{ b: "y" }, { a: 2 }],
      [
        { a: 1, b: "x" },
        { a: null, b: "y" },
        { a: 2, b: null },
      ],
    ],
    [
      "lists by the order of their cells",
      [{ a: 1, b: 2 }],
      [[3, 4]],
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    ],
    ["whole numbers to fractions", [{ a: 0.5 }], [{ a: 1 }], [{ a: 0.5 }, { a: 1 }]],
    [
      "texts of dates to dates",
      [{ at: new Date(0) }],
      [{ at: "1970-01-01T00:00:00.001" }],
      [{ at: new Date(0) }, { at: new Date(1) }],
    ],
    ["dates", [{ at: new Date(0) }], [{ at: new Date(1) }], [{ at: new Date(0) }, { at: new Date(1) }]],
  ],
  notAppended: [
    ["a column that the table lacks", [{ a: 1 }], [{ b: 1 }], /column "b" that the table lacks/],
    [
      "another type",
      [{ a: 1 }],
      [{ a: 2 }, { a: "x" }],
      /nothing has changed: in row 2, column "a" holds INT64, not the text "x"/,
    ],
    ["fractions to whole numbers", [{ a: 1 }], [{ a: 0.5 }], /in row 1, column "a" holds INT64, not 0\.5/],
    ["microseconds to milliseconds", [{ a: new Date(0) }], [{ a: dateAt(0, 1_000) }], /"a" holds TIMESTAMP\(MILLIS\)/],
    ["another member", [{ a: { b: 1 } }], [{ a: { c: 1 } }], /"a" holds an object without the member "c"/],
  ],
});

describe.each(["gzip", "none", null, "SNAPPY"])("with compression %s", (compression) => {
  describeStorageType({
    type: "parquet",
    properties: { compression, engine: "fastparquet" },
    kept: kept.slice(0, 3),
    refused: refused.slice(0, 1),
    garbage: garbage.slice(0, 1),
    valueOfSize: (bytes, seed) => valueOfSize(bytes * 1.4, seed),
    isBinary: true,
    appended: [["rows to nothing", NOTHING, [{ a: 1 }], [{ a: 1 }]]],
  });
});

const contextOf = (bytes: Uint8Array, properties: Record<string, unknown> = {}) =>
  ({
    dataNode: { properties },
    payloads: { getBytes: async () => bytes },
    budget: new Budget(),
  }) as unknown as StorageContext;
const ref = aStoredPayload("k", { content_type: TYPE });
const read = (file: string) => parquet.read(contextOf(fixture(file)), ref);
const where = (key: string, operator: FilterOperator, value: unknown): Filter => ({
  conditions: [{ key, operator, value }],
  join: "AND",
});

describe("Parquet files of other programs", () => {
  it.each(["snappy", "gzip", "brotli", "zstd", "lz4", "none"])("are read with compression %s", async (compression) => {
    expect(await read(`pandas-${compression}.parquet`)).toEqual([
      {
        int: 1,
        big: 2 ** 53 - 1,
        float: 0.5,
        text: "é ☃",
        flag: true,
        naive: new Date("2024-02-29T12:34:56.789Z"),
        aware: new Date("2024-02-29T12:34:56Z"),
        kind: "a",
      },
      { int: 2, big: 2n ** 53n + 1n, float: null, text: null, flag: false, naive: null, aware: null, kind: "b" },
      {
        int: 3,
        big: -(2n ** 63n),
        float: -1e300,
        text: "",
        flag: true,
        naive: new Date("1969-12-31T23:59:59.999Z"),
        aware: new Date(0),
        kind: "a",
      },
    ]);
  });

  it("are read with all of Arrow's common types", async () => {
    expect(await read("pyarrow-types.parquet")).toEqual([
      {
        int8: -128,
        uint32: 0,
        uint64: 0,
        float32: 0.5,
        day: new Date("2024-02-29"),
        micros: new Date(1_700_000_000_000),
        nanos: new Date(1_700_000_000_000),
        price: 0.7,
        bytes: new Uint8Array([0, 255]),
        list: [1, null],
        struct: { a: 1, b: ["x"] },
        map: { k: 1 },
        nothing: null,
      },
      {
        int8: 127,
        uint32: 2 ** 32 - 1,
        uint64: 2n ** 64n - 1n,
        float32: NaN,
        day: null,
        micros: null,
        nanos: null,
        price: -123456.1,
        bytes: new Uint8Array(),
        list: [],
        struct: { a: null, b: [] },
        map: {},
        nothing: null,
      },
      {
        int8: null,
        uint32: null,
        uint64: null,
        float32: Infinity,
        day: new Date("0001-01-01"),
        micros: expect.any(Date),
        nanos: new Date(0),
        price: null,
        bytes: null,
        list: null,
        struct: null,
        map: null,
        nothing: null,
      },
    ]);
  });

  it("are read from DuckDB, in several row groups", async () => {
    const rows = (await read("duckdb.parquet")) as unknown[];
    expect(rows).toHaveLength(5_000);
    expect(rows[4_321]).toEqual({
      id: 4_321,
      x: 6_481.5,
      name: "name 4321",
      even: false,
      day: new Date("2035-10-31"),
      at: new Date("2024-06-29T01:00:00Z"),
      price: 432.1,
      pair: [4_321, 4_322],
      thing: { a: 4_321, b: "x" },
      huge: 2 ** 127,
      key: "6f1ed002-ab5c-4a0f-8c3c-2d5b2a2a5d11",
    });
  });

  it("are read from Polars", async () => {
    expect(await read("polars.parquet")).toEqual([
      { a: 1, b: "x", c: new Date("2024-01-01") },
      { a: null, b: "y", c: null },
      { a: 3, b: null, c: null },
    ]);
  });

  const select = (file: string, selection: Partial<Selection>) =>
    parquet.select?.(contextOf(fixture(file)), ref, {
      filter: null,
      columns: null,
      offset: 0,
      limit: null,
      ...selection,
    });

  it("can be filtered by dates and text", async () => {
    const at = where("at", "GREATER_OR_EQUAL", "2024-06-29T01:00:00");
    expect(await select("duckdb.parquet", { filter: at, columns: ["id"], limit: 2 })).toEqual([
      { id: 4_321 },
      { id: 4_322 },
    ]);
    const name = where("name", "EQUAL", "name 4999");
    expect(await select("duckdb.parquet", { filter: name, columns: ["id", "day"] })).toEqual([
      { id: 4_999, day: new Date("2037-09-08") },
    ]);
    const price = where("price", "EQUAL", 0.3);
    expect(await select("duckdb.parquet", { filter: price, columns: ["id", "price"] })).toEqual([
      { id: 3, price: 0.3 },
    ]);
  });

  it("are read without the row groups that statistics rule out", async () => {
    const file = await openParquet(fixture("duckdb.parquet"), new Budget());
    const groups = [
      { start: 0, end: 2_048 },
      { start: 2_048, end: 4_096 },
      { start: 4_096, end: 5_000 },
    ];
    const ranges = async (key: string, operator: FilterOperator, value: unknown) =>
      (await candidateGroups(file, where(key, operator, value), file.columns)).map(({ start, end }) => ({
        start,
        end,
      }));
    expect(await ranges("id", "EQUAL", 3_000)).toEqual([groups[1]]);
    expect(await ranges("id", "LESS_THAN", 2_048)).toEqual([groups[0]]);
    expect(await ranges("at", "GREATER_THAN", "2024-07-01")).toEqual([groups[2]]);
    expect(await ranges("id", "EQUAL", -1)).toEqual([]);
    expect(await ranges("id", "EQUAL", "3000")).toEqual(groups);
    expect(await ranges("price", "EQUAL", -1)).toEqual([]);
    expect(await ranges("price", "GREATER_THAN", Decimal.parse("409.5999999999999999999"))).toEqual([groups[2]]);
    expect(await ranges("at", "GREATER_THAN", "2024-07-01T00:00:00.000001")).toEqual([groups[2]]);
    expect(await ranges("pair", "EQUAL", 1)).toEqual(groups);
  });

  it("are read with both of two columns of one name", async () => {
    const column = (value: number) =>
      ({ path: ["a"], type: "INT32", values: 1, pages: dataPage({ values: 1, body: int32(value) }) }) as const;
    const element = { name: "a", type: "INT32", repetition: 0 } as const;
    const bytes = parquetFile({
      schema: [element, element],
      columns: 2,
      groups: [{ rows: 1, columns: [column(1), column(2)] }],
    });
    expect(await parquet.read(contextOf(bytes), ref)).toEqual([{ a: 1, "a.1": 2 }]);
  });

  it("are refused with the columns that cannot be read", async () => {
    const bytes = fixture("pandas-gzip.parquet").fill(0x55, 4, 600);
    await expect(parquet.read(contextOf(bytes), ref)).rejects.toMatchObject({
      code: "invalid_value",
      message: expect.stringMatching(/not a Parquet file: rows 1 to 3 cannot be read: /),
    });
  });
});

describe("a value that is nested", () => {
  const nested = (levels: number) => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level += 1) value = [value];
    return [{ a: value }];
  };

  it("is written as deep as it can be read, and refused when it is deeper", async () => {
    const context = { ...contextOf(new Uint8Array()), payloads: { put: async (body: Uint8Array) => body } };
    const write = (value: unknown) => parquet.write(context as unknown as StorageContext, value);
    const bytes = (await write(nested(48))) as unknown as Uint8Array;
    expect(await parquet.read(contextOf(bytes), ref)).toEqual(nested(48));
    for (const levels of [60, 499, 20_000]) {
      await expect(write(nested(levels))).rejects.toMatchObject({
        code: "invalid_value",
        message: expect.stringContaining("at most 100 levels"),
      });
      const append = parquet.append?.(contextOf(bytes), ref, nested(levels));
      await expect(append).rejects.toMatchObject({
        code: "invalid_value",
        message: expect.stringMatching(/column "a.*" holds /),
      });
    }
  });
});

describe("the compression of a node", () => {
  it("may be brotli", async () => {
    const rows = Array.from({ length: 2_000 }, (_, n) => ({ n, text }));
    const put = async (body: Uint8Array) => body;
    const context = {
      dataNode: { properties: { compression: "brotli" } },
      payloads: { put },
      budget: new Budget(),
    } as unknown as StorageContext;
    const bytes = (await parquet.write(context, rows)) as unknown as Uint8Array;
    expect(await parquet.read(contextOf(bytes), ref)).toEqual(rows);
    const { metadata } = await openParquet(bytes, new Budget());
    expect(metadata.row_groups[0]?.columns[0]?.meta_data?.codec).toBe("BROTLI");
  });

  it("is refused when it is unknown", async () => {
    const context = contextOf(new Uint8Array(), { compression: "rar" });
    const message = 'The compression "rar" is unknown; there are snappy, gzip, brotli, none.';
    await expect(parquet.write(context, [{ a: 1 }])).rejects.toMatchObject({ code: "invalid_value", message });
  });
});
