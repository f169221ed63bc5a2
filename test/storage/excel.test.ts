// docs/decisions/015-hucre-reads-and-writes-xlsx.md: hucre writes what another program has written.
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { Decimal } from "../../src/core/values/exact/decimal.ts";
import { dateOfText } from "../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../src/core/values/exact/time-span.ts";
import { Workbook } from "../../src/storage/excel/read-workbook.ts";
import { writeWorkbook } from "../../src/storage/excel/write-workbook.ts";
import { excel } from "../../src/storage/excel.ts";
import type { StorageContext } from "../../src/storage/types.ts";
import { aStoredPayload } from "../harness/factories.ts";
import { noise } from "../suites/noise.ts";
import { MADE_TABLES } from "../suites/samples.ts";
import { describeStorageType, NOTHING } from "../suites/storage-type.ts";
import { fixture } from "./fixture.ts";

const SHEET = "xl/worksheets/sheet1.xml";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const whole = await writeXlsx({ sheets: [{ name: "Sheet1", rows: [["a"], ...Array(5_000).fill(["text"])] }] });
const damaged = whole.slice();
damaged.fill(0x55, whole.length / 2, whole.length / 2 + 64);

const garbage = [
  ["text", "a,b\n1,2\n", XLSX],
  ["nothing", new Uint8Array(), XLSX],
  ["a few bytes", new Uint8Array([0x50, 0x4b, 3, 4]), XLSX],
  ["half a workbook", whole.slice(0, whole.length / 2), XLSX],
  ["a workbook with bytes overwritten", damaged, XLSX],
  ["a ZIP archive of other things", zipOf({ "hello.txt": 5 }), XLSX],
] as const;

const refused = [
  ["a number", 3, /this is a number/],
  ["null", null, /this is null/],
  ["an object of single values", { a: 1 }, /an object without a list/],
  ["rows of different kinds", [{ a: 1 }, [1]], /rows of different kinds/],
  ["an infinite number", [{ a: 1 }, { a: -Infinity }], /an infinite number, as row 2 of column "a" in "\w+" would/],
  ["a list in a cell", [{ a: [1] }], /a list, as row 1/],
  ["an object in a cell", [{ a: { b: 1 } }], /a value of type object/],
  ["too long a text", [{ a: "x".repeat(32_768) }], /text of more than 32767 characters/],
  ["half a surrogate pair", [{ a: "\ud800" }], /UTF-8/],
  ["an invalid date", [{ a: new Date(NaN) }], /a date outside/],
  ["a date before 1900", [{ a: new Date("1899-12-31T23:59:59Z") }], /a date outside the years 1900 to 9999/],
  [
    "an integer of many digits",
    [{ a: 12345678901234567890n }],
    /more digits than a double \(12345678901234567890\), as row 1/,
  ],
  [
    "a decimal of many digits",
    [{ a: Decimal.parse("90071992547409.93") }],
    /more digits than a double \(90071992547409.93\)/,
  ],
  [
    "microseconds",
    [{ a: dateOfText("2024-01-01T00:00:00.000001Z") }],
    /digits than milliseconds \(2024-01-01T00:00:00.000001Z\)/,
  ],
  [
    "microseconds of a time of day",
    [{ a: TimeOfDay.parse("12:00:00.000001") }],
    /digits than milliseconds \(12:00:00.000001\)/,
  ],
  ["a duration of ten thousand years", [{ a: new Duration(10n ** 21n) }], /a duration of more than 2958466 days/],
  ["too many columns", [Array(16_385).fill(1)], /16385 columns; Excel holds 1048576 of 16384/],
] as const;

const rowsOfSize = (bytes: number, seed: number) =>
  Array.from({ length: Math.ceil(bytes / 1_400) }, (_, row) => ({
    n: row + seed * 1_000_000,
    x: row / 8,
    text: noise(2_000, row),
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
  ["unicode", [{ "größe ☃": "日本 😀", b: 'a "quote" & <a> ]]>\r\nand a line' }]],
  ["spaces around text", [{ a: " x ", b: "\ty\n" }]],
  ["text that looks like something else", [{ a: "007", b: "TRUE", c: "2025-01-01", d: "=1+1", e: "1e5", f: "'q" }]],
  ["text that looks like Excel's escapes", [{ a: "_x0041_", b: "_x005F_", c: "__x0041_x0042_" }]],
  ["text that would look like them once its last character is escaped", [{ a: "_x0041\r", b: "_x0041\u0000" }]],
  ["characters that XML lacks", [{ a: "\u0000 \u0001 \u001f \uffff \u2028", b: "_x0041\uffff" }]],
  ["a text as long as a cell", [{ a: "é".repeat(32_767) }]],
  [
    "numbers at the edges",
    [
      { a: 2 ** 53, b: -0.1, c: 5e-324 },
      { a: -(2 ** 53), b: 0.1 + 0.2, c: Number.MAX_VALUE },
    ],
  ],
  [
    "dates",
    [
      { at: new Date("2024-02-29T12:34:56.789Z") },
      { at: new Date("1970-01-01") },
      { at: new Date("9999-12-31T23:59:59Z") },
    ],
  ],
  [
    "types within a column",
    [
      { a: 1 },
      { a: "x" },
      { a: true },
      { a: false },
      { a: new Date("2020-01-01T00:00:00.001Z") },
      { a: null },
      { a: 2 },
    ],
  ],
  [
    "empty rows between others",
    [
      { a: 1, b: null },
      { a: null, b: null },
      { a: null, b: 2 },
    ],
  ],
  ["rows of nothing at the end", [{ a: 1 }, { a: null }, { a: null }]],
  ["texts that look like errors", [{ a: "#DIV/0!", b: "#REF!" }]],
  [
    "times of day and durations",
    [
      { at: TimeOfDay.parse("08:30:00"), took: Duration.parse("36:15:00") },
      { at: TimeOfDay.parse("00:00:00"), took: Duration.parse("-00:00:01.500") },
      { at: TimeOfDay.parse("23:59:59.999"), took: Duration.parse("00:00:00") },
    ],
  ],
  ["columns that every object inherits", [JSON.parse('{"__proto__": 1, "constructor": "x"}')]],
] as const;

const changed = [
  ...MADE_TABLES,
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
  ["empty text", [{ a: "", b: 1 }], [{ a: null, b: 1 }]],
  ["-0", [{ a: -0 }], [{ a: 0 }]],
  ["BigInts that are doubles", [{ a: 5n, b: 2n ** 80n }], [{ a: 5, b: 2 ** 80 }]],
  ["a decimal whose digits are those of a double", [{ a: Decimal.parse("0.10000000000000001") }], [{ a: 0.1 }]],
  [
    "texts that pandas takes as missing",
    [{ a: "NA", b: "n/a", c: "None", d: 1 }],
    [{ a: null, b: null, c: null, d: 1 }],
  ],
  ["a column without a name", [{ "": 1, b: 2 }], [{ "Unnamed: 0": 1, b: 2 }]],
] as const;

describeStorageType({
  type: "excel",
  properties: { sheet_name: "Data" },
  kept,
  changed,
  refused,
  garbage,
  valueOfSize: rowsOfSize,
  isBinary: true,
  appended: [
    ["rows to nothing", NOTHING, [{ a: 1 }], [{ a: 1 }]],
    ["rows to a table without columns", [], [{ a: 1 }], [{ a: 1 }]],
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
    ["dates", [{ at: new Date(0) }], [{ at: new Date(1) }], [{ at: new Date(0) }, { at: new Date(1) }]],
  ],
  notAppended: [
    ["a column that the table lacks", [{ a: 1 }], [{ b: 1 }], /column "b" that the table lacks/],
    ["an infinite number", [{ a: 1 }], [{ a: Infinity }], /an infinite number/],
  ],
});

describeStorageType({
  type: "excel",
  kept: [
    ["sheets", { Sales: [{ a: 1 }], "Stock & more": [{ b: "x" }, { b: "y" }] }],
    ["sheets without rows", { A: [], B: [] }],
    ["a sheet without rows beside one with rows", { A: [], B: [{ x: 1 }] }],
    ["sheets in their order", { "2": [{ x: 1 }], "10": [{ x: 1 }], b: [{ x: 2 }], a: [{ x: 3 }] }],
    ["a sheet with another script in its name", { "Größe ☃ 日本": [{ x: 1 }] }],
    ["a sheet with XML's own characters in its name", { "<a> & \"b\" 'c' &amp;": [{ x: 1 }] }],
    [
      "cells in more columns than there are letters",
      { A: [Object.fromEntries(Array.from({ length: 703 }, (_, n) => [`c${n}`, n]))] },
    ],
  ],
  changed: [
    ["one table", [{ a: 1 }], { Sheet1: [{ a: 1 }] }],
    ["an object of columns", { a: [1], b: [2] }, { Sheet1: [{ a: 1, b: 2 }] }],
    ["sheets of columns", { A: { x: [1, 2] } }, { A: [{ x: 1 }, { x: 2 }] }],
    ["nothing", [], { Sheet1: [] }],
  ],
  refused: [
    ["a name that Excel forbids", { "a/b": [{ x: 1 }] }, /"a\/b" contains "\/"/],
    ["too long a name", { ["n".repeat(32)]: [{ x: 1 }] }, /at most 31/],
    ["an empty name", { "": [{ x: 1 }] }, /is empty/],
    ["a name with a control character", { "a\u0000": [{ x: 1 }] }, /contains "\\u0000"/],
    ["a name in quotes", { "'a'": [{ x: 1 }] }, /apostrophe/],
    ["a name that Excel keeps", { History: [{ x: 1 }] }, /reserved by Excel/],
    ["a name that UTF-8 cannot hold", { "a\ud800": [{ x: 1 }] }, /which no name can/],
    ["two names that are one to Excel", { Data: [{ x: 1 }], DATA: [{ x: 1 }] }, /Two sheets have the name "DATA"/],
    ["an infinite number in a sheet", { A: [], B: [{ x: Infinity }] }, /row 1 of column "x" in "B"/],
  ],
  garbage,
  valueOfSize: (bytes, seed) => ({ Numbers: [{ seed }], Text: rowsOfSize(bytes, seed) }),
  isBinary: true,
  appended: [
    [
      "a table to the first sheet",
      { A: [{ a: 1 }], B: [{ b: 1 }] },
      [{ a: 2 }],
      { A: [{ a: 1 }, { a: 2 }], B: [{ b: 1 }] },
    ],
    [
      "sheets to sheets, new ones at the end",
      { A: [{ a: 1 }], B: [{ b: 1 }] },
      { B: [{ b: 2 }], C: [{ c: 1 }] },
      { A: [{ a: 1 }], B: [{ b: 1 }, { b: 2 }], C: [{ c: 1 }] },
    ],
    ["sheets to nothing", NOTHING, { A: [{ a: 1 }] }, { A: [{ a: 1 }] }],
  ],
});

describeStorageType({
  type: "excel",
  properties: { sheet_name: ["B", "A"], has_header: false },
  kept: [["the named sheets", { B: [{ "0": "x", "1": 1 }], A: [{ "0": true }] }]],
  changed: [
    ["more sheets than are named", { C: [[1]], A: [[2]], B: [[3]] }, { B: [{ "0": 3 }], A: [{ "0": 2 }] }],
    ["rows with names", { A: [{ a: 1 }], B: [{ b: null, c: 2 }] }, { B: [{ "0": null, "1": 2 }], A: [{ "0": 1 }] }],
  ],
  refused: [
    ["one table", [{ a: 1 }], /A does not exist in the value. Sheets: B\./],
    ["a value without one of the sheets", { B: [[1]] }, /A does not exist in the value/],
  ],
  garbage,
  valueOfSize: (bytes, seed) => ({
    B: rowsOfSize(bytes, seed).map(({ n, text }) => ({ "0": n, "1": text })),
    A: [{ "0": seed }],
  }),
  isBinary: true,
  appended: [
    [
      "a table to the first of the named sheets",
      { B: [[1]], A: [[2]] },
      [[3]],
      { B: [{ "0": 1 }, { "0": 3 }], A: [{ "0": 2 }] },
    ],
    ["to the other sheet", { B: [[1]], A: [[2]] }, { A: [[3]] }, { B: [{ "0": 1 }], A: [{ "0": 2 }, { "0": 3 }] }],
  ],
});

it("equal tables make equal bytes, whenever they are written", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const write = (now: string) => {
    vi.setSystemTime(now);
    return writeWorkbook(new Map([["S", { columns: ["a"], rows: [["x"], [new Date(0)]] }]]), true, new Budget());
  };
  expect(await write("2025-01-01T00:00:00Z")).toEqual(await write("2026-10-10T10:10:10Z"));
});

describe("a table that no reader could hold", () => {
  const tableOf = (rows: number, cell: unknown) => ({ columns: ["a", "b"], rows: Array(rows).fill([cell, cell]) });
  const long = tableOf(500, "x".repeat(32_000));
  const dates = tableOf(150_000, new Date(0));

  it.each([
    ["one sheet of long texts", [["S", long]]],
    ["one sheet of dates", [["S", dates]]],
    [
      "several sheets, of which each could be read",
      [
        ["R", tableOf(300, "x".repeat(32_000))],
        ["S", tableOf(300, "x".repeat(32_000))],
      ],
    ],
  ] as const)("is not written: %s", async (_, sheets) => {
    await expect(writeWorkbook(new Map(sheets), true, new Budget())).rejects.toMatchObject({
      code: "value_too_large",
      message: expect.stringMatching(/\(sheet "S"\)/),
    });
  });

  it("is written when its sheets are many, but can be read: one after the other", async () => {
    const sheets = new Map(["R", "S", "T"].map((name) => [name, tableOf(40_000, 1)] as const));
    expect((await Workbook.open(await writeWorkbook(sheets, true, new Budget()), new Budget())).sheetNames).toEqual([
      "R",
      "S",
      "T",
    ]);
  });
});

describe("workbooks of other programs", () => {
  const read = (bytes: Uint8Array, properties: Record<string, unknown> = {}) => {
    const context = {
      dataNode: { properties },
      payloads: { getBytes: async () => bytes },
      budget: new Budget(),
    } as unknown as StorageContext;
    return excel.read(context, aStoredPayload("k", { content_type: XLSX }));
  };

  const sales = [
    { "größe ☃": "日本 😀", number: 1, whole: 1, flag: true, at: new Date("2024-02-29T12:34:56Z") },
    { "größe ☃": "plain", number: -2.5, whole: 2, flag: false, at: new Date("1999-12-31") },
    { "größe ☃": null, number: null, whole: 3, flag: true, at: null },
  ];

  it.each(["pandas-openpyxl.xlsx", "pandas-xlsxwriter.xlsx"])("are read: %s", async (file) => {
    expect(await read(fixture(file), { sheet_name: "Sales" })).toEqual(sales);
  });

  it("are read sheet by sheet when the node names no sheet", async () => {
    const stock = [
      { item: "a", count: 10 },
      { item: "b", count: 20 },
    ];
    expect(await read(fixture("pandas-openpyxl.xlsx"))).toEqual({ Sales: sales, "Stock & more": stock, Empty: [] });
  });

  it("are read as pandas does when cells are missing, wrong, or outside the header", async () => {
    const empty = {
      "Unnamed: 0": null,
      "Unnamed: 1": null,
      "Unnamed: 2": null,
      "Unnamed: 3": null,
      "Unnamed: 4": null,
    };
    expect(await read(fixture("openpyxl-odd.xlsx"), { sheet_name: "Odd" })).toEqual([
      { ...empty, "Unnamed: 1": "name", "Unnamed: 2": 2024, "Unnamed: 3": "name" },
      { ...empty, "Unnamed: 1": "x" },
      empty,
      { ...empty, "Unnamed: 1": "last", "Unnamed: 3": new Date("1900-01-01"), "Unnamed: 4": "beyond" },
    ]);
  });

  it("without a header have numbered columns", async () => {
    const rows = await read(fixture("pandas-openpyxl.xlsx"), { sheet_name: "Stock & more", has_header: false });
    expect(rows).toEqual([
      { "0": "item", "1": "count" },
      { "0": "a", "1": 10 },
      { "0": "b", "1": 20 },
    ]);
  });

  it.each([["Ghost"], [["Sales", "Ghost"]]])("are refused without the sheet of the node: %s", async (sheet_name) => {
    const properties = { sheet_name, default_path: "sales.xlsx" };
    await expect(read(fixture("pandas-openpyxl.xlsx"), properties)).rejects.toMatchObject({
      code: "invalid_value",
      message: "Ghost does not exist in sales.xlsx. Sheets: Sales, Stock & more, Empty.",
    });
  });

  it("show the errors of formulas as missing cells", async () => {
    const errors = [["a"], ["#DIV/0!"], ["#N/A"], ["x"]];
    const book = await writeXlsx({ sheets: [{ name: "S", rows: errors }] });
    expect(await read(book, { sheet_name: "S" })).toEqual([{ a: null }, { a: null }, { a: "x" }]);
  });

  it("are refused by the stated size of a part that is needed, before it is unpacked", async () => {
    const book = withStatedSize(await writeXlsx({ sheets: [{ name: "S", rows: [["a"]] }] }), SHEET, 200_000_000);
    await expect(read(book)).rejects.toMatchObject({
      code: "value_too_large",
      message: expect.stringMatching(/in xl\/worksheets\/sheet1\.xml, .* come to 200,00\d,\d{3} unpacked bytes/),
    });
  });

  it("are refused when they unpack to more than their stated size", async () => {
    const book = await writeXlsx({ sheets: [{ name: "S", rows: Array(20_000).fill(["text"]) }] });
    await expect(read(withStatedSize(book, SHEET, 100))).rejects.toMatchObject({
      code: "invalid_value",
      message: expect.stringMatching(/sheet1\.xml cannot be read: it exceeds the 100 bytes/),
    });
  });

  it.each([100, 600])("are refused when the list of their sheets is longer than its stated %i bytes", async (bytes) => {
    const sheets = Array.from({ length: 20 }, (_, n) => ({ name: `S${n}`, rows: [["a"]] }));
    const lying = withStatedSize(await writeXlsx({ sheets }), "xl/workbook.xml", bytes);
    await expect(read(lying)).rejects.toMatchObject({
      code: "invalid_value",
      message: expect.stringMatching(/exceeds/),
    });
  });

  it("are refused when a few cells span a range that is too large", async () => {
    const rows = [["a"], ...Array.from({ length: 2_000 }, () => []), Array.from({ length: 3_000 }, (_, n) => n)];
    const book = await writeXlsx({ sheets: [{ name: "S", rows }] });
    await expect(read(book)).rejects.toMatchObject({
      code: "value_too_large",
      message: expect.stringMatching(/cells \(sheet "S"\)/),
    });
  });
});

/** A ZIP archive whose directory states sizes and whose parts are empty. */
function zipOf(sizes: Readonly<Record<string, number>>): Uint8Array {
  const entries = Object.entries(sizes).map(([name, size]) => {
    const bytes = new Uint8Array(46 + name.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(10, 8, true);
    view.setUint32(20, 10, true);
    view.setUint32(24, size, true);
    view.setUint16(28, name.length, true);
    bytes.set(new TextEncoder().encode(name), 46);
    return bytes;
  });
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, entries.length, true);
  return new Uint8Array([...entries.flatMap((bytes) => [...bytes]), ...new Uint8Array(end.buffer)]);
}

/** The archive with another unpacked size in the directory entry of a part. */
function withStatedSize(archive: Uint8Array, part: string, size: number): Uint8Array {
  const bytes = archive.slice();
  const view = new DataView(bytes.buffer);
  const name = new TextEncoder().encode(part);
  for (let at = 0; at < bytes.length - 46; at += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    if (name.every((byte, index) => bytes[at + 46 + index] === byte)) view.setUint32(at + 24, size, true);
  }
  return bytes;
}
