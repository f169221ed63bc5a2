/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { TimeOfDay } from "../../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../../src/core/values/exact/time-span.ts";
import { appendTables } from "../../../src/storage/excel/append/append-tables.ts";
import { Archive } from "../../../src/storage/excel/archive/archive.ts";
import { Workbook } from "../../../src/storage/excel/read-workbook.ts";
import { tableOf } from "../../../src/storage/table/tabular-value.ts";
import expected from "./expected.json";

type Rows = Record<string, unknown>[];

const files = import.meta.glob<string>("./*.xlsx", { query: "?url&inline", import: "default", eager: true });

function bytesOf(name: string): Uint8Array {
  const base64 = files[`./${name}`]?.split("base64,")[1];
  if (base64 === undefined) throw new Error(`There is no ${name}.`);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

const SHEETS = Object.entries(expected as Record<string, Record<string, Rows>>).flatMap(([name, sheets]) =>
  Object.entries(sheets).map(([sheet, rows]) => ({ name, sheet, rows })),
);

/** As `make.py` writes a value of pandas. */
function asExpected(cell: unknown): unknown {
  if (cell instanceof Date) return { date: cell.toISOString() };
  if (cell instanceof Duration) return { "duration in ms": Number(cell.nanoseconds) / 1e6 };
  if (!(cell instanceof TimeOfDay)) return cell;
  const [seconds, fraction = ""] = String(cell).split(".");
  return { time: `${seconds}.${fraction.padEnd(3, "0").slice(0, 3)}` };
}

/** openpyxl does not know Excel's spelling of CR. */
const CR_SPELLED: ReadonlyMap<unknown, string> = new Map([
  ["two_x000D_\nlines", "two\r\nlines"],
  ["a_x000D_b", "a\rb"],
  ["milk_x000D_\nfresh", "milk\r\nfresh"],
]);

const mapped = (rows: Rows, map: (cell: unknown) => unknown): Rows =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, map(cell)])));

const pandasRows = (rows: Rows) => mapped(rows, (cell) => CR_SPELLED.get(cell) ?? cell);

const open = (bytes: Uint8Array) => Workbook.open(bytes, new Budget());
const rowsOf = async (bytes: Uint8Array, sheet: string) => (await open(bytes)).rows(sheet, true);

async function appended(bytes: Uint8Array, sheets: Readonly<Record<string, Rows>>): Promise<Uint8Array> {
  const tables = new Map(Object.entries(sheets).map(([sheet, rows]) => [sheet, tableOf(rows, new Budget())]));
  return appendTables(await open(bytes), tables, { hasHeader: true, budget: new Budget(), isRead: () => true });
}

async function textOf(bytes: Uint8Array, part: string): Promise<string> {
  let text = "";
  for await (const piece of Archive.open(bytes, new Budget()).text(part)) text += piece;
  return text;
}

/** The parts of two archives whose bytes differ. */
function changedParts(before: Uint8Array, after: Uint8Array): string[] {
  const [old, now] = [before, after].map((bytes) => {
    const archive = Archive.open(bytes, new Budget());
    return new Map([...archive.parts].map((part) => [part.name, String(archive.packed(part))]));
  });
  return [...(now ?? [])].filter(([name, bytes]) => old?.get(name) !== bytes).map(([name]) => name);
}

describe("a workbook that openpyxl or XlsxWriter has made", () => {
  it.each(SHEETS)("is read as pandas reads it: $name, sheet $sheet", async ({ name, sheet, rows }) => {
    expect(mapped(await rowsOf(bytesOf(name), sheet), asExpected)).toEqual(pandasRows(rows));
  });

  it.each(SHEETS.filter(({ sheet }) => sheet !== "Totals"))(
    "gets its own rows once more, and the rows that were there stay as they were: $name, sheet $sheet",
    async ({ name, sheet }) => {
      const before = bytesOf(name);
      const rows = await rowsOf(before, sheet);
      // A formula may stand in this column.
      const added = rows.map(({ double: _, ...row }) => row);
      const after = await appended(before, { [sheet]: added });
      const wanted = [
        ...rows,
        ...added.map((row) => (rows[0] && "double" in rows[0] ? { ...row, double: null } : row)),
      ];
      expect(mapped(await rowsOf(after, sheet), asExpected)).toEqual(mapped(wanted, asExpected));
      const part = (await open(before)).partOf(sheet);
      const rowsIn = async (bytes: Uint8Array) => (await textOf(bytes, part)).match(/<row [^>]*>.*?<\/row>/gs) ?? [];
      const kept = (await rowsIn(before)).slice(0, rows.length + 1);
      expect((await rowsIn(after)).slice(0, kept.length)).toEqual(kept);
    },
  );
});

describe("an append", () => {
  const before = bytesOf("workbook.xlsx");
  const order = { day: new Date("2024-01-17"), item: "coffee", price: 9, at: TimeOfDay.parse("09:00:00") };

  it("changes the sheet and its table, and no other part by a byte", async () => {
    const after = await appended(before, { Orders: [order] });
    expect(changedParts(before, after).toSorted()).toEqual(["xl/tables/table1.xml", "xl/worksheets/sheet1.xml"]);
    expect(changedParts(after, before).toSorted()).toEqual(["xl/tables/table1.xml", "xl/worksheets/sheet1.xml"]);
  });

  it("gives new cells the styles of their columns, extends the table and its filter, and keeps formulas", async () => {
    const after = await appended(before, { Orders: [order] });
    const sheet = await textOf(after, "xl/worksheets/sheet1.xml");
    const [old, added] = ["3", "4"].map((row) => [
      ...sheet.matchAll(new RegExp(`<c r="([A-E])${row}"(?: s="(\\d+)")?`, "g")),
    ]);
    expect(added?.map(([, column, style]) => [column, style])).toEqual(
      old?.slice(0, 4).map(([, column, style]) => [column, style]),
    );
    expect(sheet).toContain('<dimension ref="A1:E4"/>');
    expect(sheet.match(/<f>/g)).toHaveLength(2);
    expect((await textOf(after, "xl/tables/table1.xml")).match(/ref="[^"]*"/g)).toEqual(['ref="A1:E4"', 'ref="A1:E4"']);
  });

  it("fills rows that stand there with a height and styles, and keeps both", async () => {
    const after = await appended(before, { Filtered: [{ n: 3, name: "c" }, { name: "d" }] });
    const sheet = await textOf(after, "xl/worksheets/sheet3.xml");
    const row = /<row r="4"[^>]*>.*?<\/row>/s.exec(sheet)?.[0];
    expect(row).toMatch(
      /^<row r="4" ht="30" customHeight="1"><c r="A4" s="\d+"><v>3<\/v><\/c><c r="B4" s="\d+" t="inlineStr">/,
    );
    expect(sheet.match(/<row r="4"/g)).toHaveLength(1);
    expect(await rowsOf(after, "Filtered")).toEqual([
      { n: 1, name: "a" },
      { n: 2, name: "b" },
      { n: 3, name: "c" },
      { n: null, name: "d" },
    ]);
  });

  it("adds new sheets beside all others, and a header to one that is empty", async () => {
    const at = new Date("2024-02-29T12:34:56.789Z");
    const after = await appended(before, { Empty: [{ x: 1 }], "New & <one>": [{ at }] });
    expect((await open(after)).sheetNames).toEqual(["Orders", "Totals", "Filtered", "Empty", "New & <one>"]);
    expect(await rowsOf(after, "Empty")).toEqual([{ x: 1 }]);
    expect(await rowsOf(after, "New & <one>")).toEqual([{ at }]);
    expect(await textOf(after, "xl/styles.xml")).toContain('formatCode="yyyy-mm-dd hh:mm:ss.000"');
  });

  it.each([
    ["durations.xlsx", { took: "100:00:00.500", minutes: null, seconds: "00:00:01", n: 4 }],
    ["times.xlsx", { time: "09:15:00", "to the second": "00:00:00.001", "half of day": null, n: 4 }],
    ["since-1904.xlsx", { day: "2024-03-01", moment: "1904-01-01T00:00:01", time: "23:59:00", took: "-01:00:00" }],
  ])("takes texts as what their column has, as a read answers them: %s", async (name, row) => {
    const after = await appended(bytesOf(name), { Data: [row] });
    const last = (await rowsOf(after, "Data")).at(-1);
    const texts = Object.values(last ?? {}).map((cell) => {
      const text =
        cell instanceof Date ? cell.toISOString() : cell === null || typeof cell === "number" ? cell : String(cell);
      return typeof text === "string"
        ? text.replace(/T00:00:00.000Z$|\.000Z$/, "").replace(/(\.\d{3})000$/, "$1")
        : text;
    });
    expect(texts).toEqual(Object.values(row));
    expect(Object.values(last ?? {}).some((cell) => typeof cell === "string")).toBe(false);
  });
});
