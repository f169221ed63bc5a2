import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import { Budget } from "../../src/core/values/budget.ts";
import type { Env } from "../../src/env.ts";
import { createPayloadStore } from "../../src/payloads/payload-store.ts";
import { csv } from "../../src/storage/csv.ts";
import { formatCsv } from "../../src/storage/table/csv-text.ts";
import { readCsv } from "../../src/storage/table/read-csv.ts";
import { type Table, tableOf } from "../../src/storage/table/tabular-value.ts";
import type { Selection, StorageContext } from "../../src/storage/types.ts";
import { aPayload, aStoredPayload } from "../harness/factories.ts";
import { HOSTILE_CSVS, LARGE_CSVS } from "../harness/hostile/csv.ts";
import type { HostileFile } from "../harness/hostile/hostile-file.ts";
import { describeStorageType, NOTHING, selectableRows } from "../suites/storage-type.ts";

const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };

const part = (text: string, selection: Partial<Selection>, hasHeader = true) =>
  readCsv({ text, hasHeader, budget: new Budget() }, { ...WHOLE, ...selection });

const rowsOf = ({ columns, rows }: Table) =>
  rows.map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index]])));
const format = (value: unknown) => formatCsv(tableOf(value, new Budget()), true, new Budget());

const garbage = [
  ["a row with too many fields", "a,b\n1,2\n1,2,3\n", "text/csv"],
  ["a quote that never ends", 'a,b\n"x,2\n', "text/csv"],
  ["bytes that are no text", new Uint8Array([0x61, 0x0a, 0xff, 0xfe]), "text/csv"],
] as const;

const refused = [
  ["a number", 3, /this is a number/],
  ["a text", "plain", /this is a string/],
  ["undefined", undefined, /this is a undefined/],
  ["a date", new Date(0), /this is a date/],
  ["an object of single values", { a: 1 }, /an object without a list/],
  ["a list beside an object of cells", { a: { x: 1 }, b: [1] }, /an object of lists and objects/],
  ["an object in a named cell", { a: { x: { deep: 1 } } }, /row 1 has a object in column "a"/],
  ["columns of different lengths", { a: [1], b: [1, 2] }, /different lengths \(1, 2\)/],
  ["rows of different kinds", [{ a: 1 }, [1]], /rows of different kinds/],
  ["rows and cells", [{ a: 1 }, null], /rows of different kinds/],
  ["an object in a cell", [{ a: 1 }, { a: { b: 1 } }], /row 2 has a object in column "a"/],
  ["a list in a cell", { a: [[1]] }, /row 1 has a list in column "a"/],
  ["an invalid date in a cell", [[new Date(NaN)]], /row 1 has an invalid date in column "0"/],
  ["half a surrogate pair", [{ a: "\ud800" }], /UTF-8/],
] as const;

const text = 'né, "q" \n.'.repeat(20);

const valueOfSize = (bytes: number, seed: number) =>
  Array.from({ length: Math.ceil(bytes / 200) }, (_, row) => ({ n: row + seed * 1_000_000, x: row / 8, text }));

describeStorageType({
  type: "csv",
  kept: [
    ["BigInts beside missing cells", [{ id: 12345678901234567890n }, { id: null }, { id: 1 }]],
    ["no rows", []],
    [
      "rows",
      [
        { date: "2025-01-01", value: 9 },
        { date: "2025-01-02", value: 10 },
      ],
    ],
    ["unicode", [{ "größe ☃": "日本 😀", b: 'a "quote", a comma\r\nand a line' }]],
    ["spaces around text", [{ a: " x ", b: "\ty" }]],
    [
      "numbers at the edges",
      [
        { a: 2 ** 53, b: -0.1, c: 5e-324 },
        { a: -(2 ** 53), b: -0, c: Number.MAX_VALUE },
      ],
    ],
    ["infinities", [{ a: Infinity }, { a: -Infinity }, { a: 1.5 }]],
    [
      "booleans",
      [
        { a: true, b: null },
        { a: false, b: true },
      ],
    ],
    [
      "missing cells in a column of text",
      [
        { a: "x", b: 1 },
        { a: null, b: 2 },
      ],
    ],
    ["missing cells in the only column", [{ a: 1 }, { a: null }, { a: 3 }, { a: null }]],
    ["a row of nothing", [{ a: null, b: null }]],
    ["columns that every object inherits", [JSON.parse('{"__proto__": 1, "constructor": "x"}')]],
    ["text that NUL is part of", [{ a: "x\0y" }]],
  ],
  changed: [
    [
      "an object of columns",
      { date: ["a", "b"], value: [1, 2] },
      [
        { date: "a", value: 1 },
        { date: "b", value: 2 },
      ],
    ],
    ["null, which leaves an empty table", null, []],
    [
      "an object of objects: a column each, and a row for each name",
      { a: { y: 1, x: 2 }, b: { x: 4, z: 3 }, c: "t" },
      [
        { a: 1, b: null, c: "t" },
        { a: 2, b: 4, c: "t" },
        { a: null, b: 3, c: "t" },
      ],
    ],
    ["an object of empty objects", { a: {} }, []],
    [
      "a single value among columns",
      { a: [1, 2], b: "x" },
      [
        { a: 1, b: "x" },
        { a: 2, b: "x" },
      ],
    ],
    ["an object of empty columns", { a: [], b: [] }, []],
    ["an empty object", {}, []],
    [
      "a list of lists",
      [
        ["2026x", 1],
        ["2027x", 2],
      ],
      [
        { "0": "2026x", "1": 1 },
        { "0": "2027x", "1": 2 },
      ],
    ],
    [
      "lists of different lengths",
      [[1, 2], [3]],
      [
        { "0": 1, "1": 2 },
        { "0": 3, "1": null },
      ],
    ],
    ["a list of single cells", [1, 2, 3], [{ "0": 1 }, { "0": 2 }, { "0": 3 }]],
    [
      "rows with different columns",
      [{ a: 1 }, { b: 2, toString: "x" }],
      [
        { a: 1, b: null, toString: null },
        { a: null, b: 2, toString: "x" },
      ],
    ],
    [
      "undefined and NaN",
      [
        { a: NaN, b: 1 },
        { a: undefined, b: 2 },
      ],
      [
        { a: null, b: 1 },
        { a: null, b: 2 },
      ],
    ],
    ["dates", [{ at: new Date(0) }], [{ at: "1970-01-01T00:00:00.000Z" }]],
    ["text that looks like a number", [{ id: "007" }], [{ id: 7 }]],
    ["empty text", [{ a: "", b: 1 }], [{ a: null, b: 1 }]],
    ["a column without a name", { "": [1, 2] }, [{ "Unnamed: 0": 1 }, { "Unnamed: 0": 2 }]],
  ],
  refused,
  garbage,
  valueOfSize,
  selectable: selectableRows,
  appended: [
    ["rows to nothing", NOTHING, [{ a: 1 }], [{ a: 1 }]],
    ["rows to a table without columns", [], [{ a: 1 }], [{ a: 1 }]],
    ["rows to a table without rows", { a: [], b: [] }, [{ b: 1, a: 2 }], [{ a: 2, b: 1 }]],
    ["no rows", [{ a: 1 }], [], [{ a: 1 }]],
    [
      "rows by the names of their columns",
      [{ a: 1, "b é": "x, y" }],
      [{ "b é": 'q "\n', a: 2 }, { a: 3 }],
      [
        { a: 1, "b é": "x, y" },
        { a: 2, "b é": 'q "\n' },
        { a: 3, "b é": null },
      ],
    ],
    [
      "lists by the order of their cells",
      [{ a: 1, b: 2 }],
      [[3, 4], [5]],
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
        { a: 5, b: null },
      ],
    ],
    ["columns", [{ a: 1 }], { a: [2, 3] }, [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ["text to a column of numbers, which is text then", [{ a: 1 }], [{ a: "x" }], [{ a: "1" }, { a: "x" }]],
    ["missing cells to the only column", [{ a: 1 }], [{ a: null }, { a: 2 }], [{ a: 1 }, { a: null }, { a: 2 }]],
  ],
  notAppended: [
    ["a column that the table lacks", [{ a: 1 }], [{ b: 1 }], /column "b" that the table lacks. Columns: a\./],
    ["too long a list", [{ a: 1 }], [[1, 2]], /column "0" that the table lacks/],
    ["a number", [{ a: 1 }], 3, /this is a number/],
    ["a list in a cell", [{ a: 1 }], [{ a: [1] }], /row 1 has a list in column "a"/],
  ],
});

const withoutHeader = (bytes: number, seed: number) =>
  valueOfSize(bytes, seed).map(({ n, x, text }) => ({ "0": n, "1": x, "2": text }));

describeStorageType({
  type: "csv",
  properties: { has_header: false },
  kept: [
    ["no rows", []],
    [
      "rows",
      [
        { "0": "a", "1": 1 },
        { "0": "b", "1": 2 },
      ],
    ],
    ["missing cells in the only column", [{ "0": null }, { "0": 1 }, { "0": null }]],
  ],
  changed: [
    ["rows with names", [{ date: "a", value: 1 }], [{ "0": "a", "1": 1 }]],
    [
      "a list of lists",
      [
        ["a", 1],
        ["b", 2],
      ],
      [
        { "0": "a", "1": 1 },
        { "0": "b", "1": 2 },
      ],
    ],
    ["an object of empty columns", { a: [] }, []],
  ],
  refused,
  garbage,
  valueOfSize: withoutHeader,
  appended: [
    ["rows to nothing", NOTHING, [["a", 1]], [{ "0": "a", "1": 1 }]],
    [
      "lists",
      [["a", 1]],
      [["b", 2], ["c"]],
      [
        { "0": "a", "1": 1 },
        { "0": "b", "1": 2 },
        { "0": "c", "1": null },
      ],
    ],
  ],
});

describe("CSV text is read as pandas reads it", () => {
  const read = (text: string, hasHeader = true) => part(text, {}, hasHeader);

  it.each<[string, unknown[]]>([
    ["", []],
    ["\n", []],
    ["a,b", []],
    [
      "a,b\n1,\n2,x\n",
      [
        { a: 1, b: null },
        { a: 2, b: "x" },
      ],
    ],
    ["a\nTrue\n\nFalse\n", [{ a: true }, { a: false }]],
    [
      "a,b\nTrue,1\n,2\n",
      [
        { a: true, b: 1 },
        { a: null, b: 2 },
      ],
    ],
    ['a\n""\n1\n', [{ a: null }, { a: 1 }]],
    [
      'a,b\nx,1\n""\n\ny,2\n',
      [
        { a: "x", b: 1 },
        { a: null, b: null },
        { a: "y", b: 2 },
      ],
    ],
    ["a,b\n1\n", [{ a: 1, b: null }]],
    ["a\n007\n", [{ a: 7 }]],
    ["a\n 1\n2 \n", [{ a: 1 }, { a: 2 }]],
    ["a\ninf\n-Infinity\n+inf\n", [{ a: Infinity }, { a: -Infinity }, { a: Infinity }]],
    ["a\n1e5\n.5\n5.\n", [{ a: 100_000 }, { a: 0.5 }, { a: 5 }]],
    ["a\nyes\nno\n", [{ a: "yes" }, { a: "no" }]],
    ["a\nTRUE\nfalse\ntRue\n", [{ a: true }, { a: false }, { a: true }]],
    ["a\nNA\nNone\nnull\nx\n", [{ a: null }, { a: null }, { a: null }, { a: "x" }]],
    ["a\n1\nTrue\n", [{ a: "1" }, { a: "True" }]],
    ["a\n1_000\n0x1F\n", [{ a: "1_000" }, { a: "0x1F" }]],
    ["a,b\n   \n1,2\n", [{ a: 1, b: 2 }]],
    ["a\n   \n1\n", [{ a: 1 }]],
    ['a\n"  "\n1\n', [{ a: "  " }, { a: "1" }]],
    ["a,b\n,\n", [{ a: null, b: null }]],
    [
      "a,b\r\n1,2\n3,4\r\n",
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    ],
    ["\uFEFFa,b\n1,2\n", [{ a: 1, b: 2 }]],
    ['"a""b",c\n"x\ny",2\n', [{ 'a"b': "x\ny", c: 2 }]],
    [" a , b\n1,2\n", [{ " a ": 1, " b": 2 }]],
    ['a\n"007"\n', [{ a: 7 }]],
    ["a\n1e400\n", [{ a: Infinity }]],
    [
      'a,b\n" NA",1\nNA ,2\n',
      [
        { a: " NA", b: 1 },
        { a: "NA ", b: 2 },
      ],
    ],
    ["a,a,,a\n1,2,3,4\n", [{ a: 1, "a.1": 2, "Unnamed: 2": 3, "a.2": 4 }]],
    ["a,a.1,a\n1,2,3\n", [{ a: 1, "a.1": 2, "a.2": 3 }]],
    ["day\n2024-01-02\n", [{ day: "2024-01-02" }]],
    ["id\n99999999999999999999\n", [{ id: 99999999999999999999n }]],
  ])("%j", (text, rows) => {
    expect(read(text)).toStrictEqual(rows);
  });

  it("keeps the digits of integers that a double cannot hold", () => {
    expect(read("id\n9007199254740993\n1\n")).toEqual([{ id: 9007199254740993n }, { id: 1 }]);
  });

  it("names the columns by number without a header", () => {
    expect(read("1,x\n2,y\n", false)).toEqual([
      { "0": 1, "1": "x" },
      { "0": 2, "1": "y" },
    ]);
  });

  it("says which row is too wide", () => {
    expect(() => read("a,b\n1,2\n3,4,5\n")).toThrow("has 3 fields in row 3, but 2 columns");
  });
});

describe("CSV text is written as pandas writes it", () => {
  it.each<[unknown, string]>([
    [[{ a: 1 }, { b: 2 }], "a,b\n1,\n,2\n"],
    [["a", null], '0\na\n""\n'],
    [{ a: [1, 2], b: 3 }, "a,b\n1,3\n2,3\n"],
    [[{ a: true, b: 1.5, c: Infinity, d: -0 }], "a,b,c,d\nTrue,1.5,inf,-0.0\n"],
    [{ a: [] }, "a\n"],
    [[], ""],
  ])("%j", (value, text) => {
    expect(format(value)).toBe(text);
  });
});

describe("CSV text that was written", () => {
  // A letter before each text, so that it is neither a number nor a missing value.
  const tail = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r", "\t", " ", "\uFEFF", "😀") });
  const cell = fc.option(tail.map((end) => `t${end}`));
  const table = fc.integer({ min: 1, max: 3 }).chain((width) => {
    const row = fc.array(cell, { minLength: width, maxLength: width });
    return fc.record({
      columns: fc.uniqueArray(
        tail.map((end) => `c${end}`),
        { minLength: width, maxLength: width },
      ),
      rows: fc.array(row, { maxLength: 6 }),
    });
  });

  it("is read back the same, whatever text and line breaks the cells hold", () => {
    fc.assert(
      fc.property(table, (written) => {
        expect(part(formatCsv(written, true, new Budget()), {})).toEqual(rowsOf(written));
      }),
      { numRuns: 500 },
    );
  });
});

describe("the encoding of a csv node", () => {
  const contextOf = (encoding: string): StorageContext => ({
    dataNode: { id: "DATANODE_x_1", config_id: "x", storage_type: "csv", properties: { encoding } },
    config: null,
    get budget() {
      return new Budget();
    },
    payloads: createPayloadStore({ kv: (env as unknown as Env).PAYLOADS, newUuid: () => crypto.randomUUID() }),
    binding: () => undefined,
  });

  it.each(["latin-1", "latin_1", "iso-8859-1", "cp1252"])("is the one of uploaded bytes: %s", async (encoding) => {
    const context = contextOf(encoding);
    const bytes = new Uint8Array([0x61, 0x0a, 0x68, 0xe9, 0x0a]);
    expect(await csv.read(context, await context.payloads.put(bytes, "text/csv"))).toEqual([{ a: "hé" }]);
  });

  it("has no effect on text that the node itself has written", async () => {
    const context = contextOf("latin-1");
    for (const value of [[{ a: "é" }], [{ a: "é".repeat(20_000) }]]) {
      expect(await csv.read(context, await csv.write(context, value))).toEqual(value);
    }
  });

  it("may have a byte order mark, which is removed", async () => {
    const context = contextOf("utf-8-sig");
    const ref = await context.payloads.put(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0x0a, 0x31]), "text/csv");
    expect(await csv.read(context, ref)).toEqual([{ a: 1 }]);
  });

  it("is refused when it is unknown", async () => {
    const context = contextOf("klingon");
    const refusal = {
      code: "invalid_value",
      message: expect.stringContaining('The encoding "klingon" is not one of utf-8, '),
    };
    await expect(csv.write(context, [])).rejects.toMatchObject(refusal);
  });
});

describe("a part of CSV text", () => {
  it("without a filter is found without reading past the first thousand rows", () => {
    const text = `a\n${"1\n".repeat(1_000)}x,too,wide\n`;
    expect(part(text, { offset: 1, limit: 2 })).toEqual([{ a: 1 }, { a: 1 }]);
    expect(() => part(text, { limit: 1_001 })).toThrow(/3 fields in row 1002/);
  });

  it("has the types of the rows up to its end, and of at least a thousand rows", () => {
    const text = `a,b\n1,1\n${"2,x\n".repeat(1_500)}y,3\n`;
    expect(part(text, { limit: 1 })).toEqual([{ a: 1, b: "1" }]);
    expect(part(text, { offset: 1_501, limit: 1 })).toEqual([{ a: "y", b: "3" }]);
  });

  it("with a filter has the types of the whole text", () => {
    const filter = { conditions: [{ key: "a", operator: "EQUAL", value: "1" }], join: "AND" } as const;
    expect(part(`a\n1\n${"2\n".repeat(3_000)}y\n`, { filter, limit: 1 })).toEqual([{ a: "1" }]);
  });

  it("is the same with and without quotes", () => {
    const rows = Array.from({ length: 20 }, (_, n) => `${n},t${n}`).join("\r\n");
    const quoted = rows.replace(/t\d+/g, '"$&"');
    for (const text of [rows, quoted]) {
      expect(part(text, { offset: 3, limit: 2 }, false)).toEqual([
        { "0": 3, "1": "t3" },
        { "0": 4, "1": "t4" },
      ]);
    }
  });

  it("of random text equals the same part of a full read, when all text is read", () => {
    const cell = fc.constantFrom("1", "2.5", "True", "", "x", "NA", '"q, ""r"""', '""', "inf", " 7");
    const lines = fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
    const lineEnd = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(lines, lineEnd, fc.nat(12), fc.nat(12), (records, end, offset, limit) => {
        const text = ["a,b,c", ...records.map((record) => record.join(","))].join(end);
        const all = part(text, {});
        expect(part(text, { offset, limit })).toEqual(all.slice(offset, offset + limit));
      }),
    );
  });
});

describe("An append to uploaded CSV text", () => {
  const append = (text: string, value: unknown) => {
    const context = { dataNode: { properties: {} }, payloads, budget: new Budget() } as unknown as StorageContext;
    const ref = aPayload(text, { content_type: "text/csv" });
    return csv.append?.(context, ref, value);
  };
  const payloads = { put: async (body: string) => body, getText: async ({ body }: { body: string }) => body };

  it.each([
    ["without a line end", "a,b\n1,2", "a,b\n1,2\n3,4\n"],
    ["with a byte order mark and other line ends", "\uFEFFa,b\r\n1,2\r\n", "\uFEFFa,b\r\n1,2\r\n3,4\r\n"],
    ["that is empty", "\n", "a,b\n3,4\n"],
  ])("%s", async (_name, text, expected) => {
    expect(await append(text, [{ a: 3, b: 4 }])).toBe(expected);
  });
});

describe("CSV text that is larger than memory when it is read", () => {
  const contextOf = () => ({
    dataNode: { properties: {} },
    budget: new Budget(),
    payloads: { getText: async (ref: PayloadRef) => new TextDecoder().decode(bytesOf.get(ref)) },
  });
  const bytesOf = new Map<PayloadRef, Uint8Array>();
  const stored = (file: HostileFile) => {
    const bytes = file.bytes;
    const ref = { ...aStoredPayload("k", { content_type: "text/csv" }), size: bytes.length };
    bytesOf.set(ref, bytes);
    return ref;
  };
  const read = (file: HostileFile, selection: Partial<Selection> = {}) =>
    csv.select?.(contextOf() as unknown as StorageContext, stored(file), { ...WHOLE, ...selection });

  it.each(HOSTILE_CSVS.map((file) => [file.name, file] as const))("is refused: %s", async (_name, file) => {
    await expect(read(file)).rejects.toMatchObject({ code: "value_too_large" });
  });

  it.each(LARGE_CSVS.map((file) => [file.name, file] as const))("is read when it fits: %s", async (_name, file) => {
    expect((await read(file))?.length).toBeGreaterThan(0);
  });

  it("gives the rows and columns that a selection of it keeps, and refuses selections that keep too much", async () => {
    const file = { name: "", bytes: new TextEncoder().encode(`a,b${",".repeat(998)}\n${"1,2\n".repeat(5_000)}`) };
    const filter = { conditions: [{ key: "a", operator: "EQUAL", value: 1 }], join: "AND" } as const;
    expect(await read(file, { limit: 1, columns: ["a"] })).toEqual([{ a: 1 }]);
    expect(await read(file, { columns: ["b", "a"] })).toHaveLength(5_000);
    expect(await read(file, { columns: ["b"], filter, limit: 4_000 })).toHaveLength(4_000);
    await expect(read(file, { filter })).rejects.toMatchObject({ code: "value_too_large" });
    await expect(read(file, { limit: 4_000 })).rejects.toMatchObject({
      code: "value_too_large",
      message: expect.stringContaining("4000 rows of 1000 columns"),
    });
  });

  it.each([
    ["rows with a column of their own each", Array.from({ length: 3_000 }, (_, n) => ({ [`c${n}`]: n }))],
    ["few long and many short rows", [Array(3_000).fill(1), ...Array(3_000).fill([])]],
    [
      "many columns of one cell",
      { a: Array(5_000).fill(1), ...Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`c${n}`, n])) },
    ],
  ])("is not written: %s", async (_name, value) => {
    await expect(csv.write(contextOf() as unknown as StorageContext, value)).rejects.toMatchObject({
      code: "value_too_large",
    });
  });

  it("is not made by an append to a wide table", async () => {
    const ref = stored({ name: "", bytes: new TextEncoder().encode(`${",".repeat(9_999)}\n`) });
    const added = Array.from({ length: 10_000 }, () => [1]);
    await expect(csv.append?.(contextOf() as unknown as StorageContext, ref, added)).rejects.toMatchObject({
      code: "value_too_large",
    });
  });
});
