import { describe, expect, it } from "vitest";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import { Budget } from "../../../src/core/values/budget.ts";
import { TimeOfDay } from "../../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../../src/core/values/exact/time-span.ts";
import { Archive } from "../../../src/storage/excel/archive/archive.ts";
import { excel } from "../../../src/storage/excel.ts";
import type { StorageContext } from "../../../src/storage/types.ts";
import { aStoredPayload } from "../../harness/factories.ts";
import { SHEET, workbook } from "../../harness/hostile/build-workbook.ts";

const OLD = aStoredPayload("old", { content_type: "x" });
const STYLES =
  '<numFmts><numFmt numFmtId="170" formatCode="0.00 &quot;kg&quot;"/><numFmt numFmtId="171" formatCode="d.m.yyyy"/></numFmts>' +
  '<cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs>';
const TABLE =
  ["weight", "day", "at", "took"].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join("") +
  "</row><row>" +
  '<c s="1"><v>1.5</v></c><c s="2"><v>45000</v></c><c s="3"><v>0.5</v></c><c s="4"><v>1.5</v></c>';
const OLD_ROW = {
  weight: 1.5,
  day: new Date("2023-03-15"),
  at: TimeOfDay.parse("12:00"),
  took: Duration.parse("36:00:00"),
};

/** Writes over a workbook, and gives the bytes. */
async function written(value: unknown, old: Uint8Array | TaipyError | null, sheet_name: unknown = "S0") {
  let bytes = new Uint8Array();
  const context = {
    dataNode: { properties: { sheet_name } },
    payloads: {
      async getBytes(): Promise<Uint8Array> {
        if (old instanceof TaipyError) throw old;
        return old ?? new Uint8Array();
      },
      async put(body: Uint8Array<ArrayBuffer>): Promise<PayloadRef> {
        bytes = body;
        return OLD;
      },
    },
    budget: new Budget(),
  } as unknown as StorageContext;
  await excel.write(context, value, old === null ? null : OLD);
  return bytes;
}

async function textOf(bytes: Uint8Array, part: string): Promise<string> {
  let text = "";
  for await (const piece of Archive.open(bytes, new Budget()).text(part)) text += piece;
  return text;
}

const codesOf = async (bytes: Uint8Array) =>
  [...(await textOf(bytes, "xl/styles.xml")).matchAll(/formatCode="([^"]*)"/g)].map(([, code]) => code);

describe("a new workbook", () => {
  it.each([
    ["days", [new Date("2024-01-01"), null], "yyyy-mm-dd"],
    ["dates and times", [new Date("2024-01-01"), new Date("2024-01-01T12:00:00Z")], "yyyy-mm-dd hh:mm:ss"],
    ["times with fractions", [new Date("2024-01-01T12:00:00.001Z")], "yyyy-mm-dd hh:mm:ss.000"],
    ["times of day", [TimeOfDay.parse("08:30")], "hh:mm:ss"],
    ["times of day with fractions", [TimeOfDay.parse("08:30:00.5")], "hh:mm:ss.000"],
    ["durations", [Duration.parse("36:15:00")], "[h]:mm:ss"],
    ["durations with fractions", [Duration.parse("36:15:00.5")], "[h]:mm:ss.000"],
  ])("shows all of %s: a column has one format", async (_, cells, format) => {
    const bytes = await written({ a: cells }, null);
    expect(await codesOf(bytes)).toEqual([format]);
    expect((await textOf(bytes, SHEET)).match(/ s="1"/g)).toHaveLength(cells.filter((cell) => cell !== null).length);
  });

  it("has columns as wide as their dates, which Excel shows as ##### otherwise", async () => {
    const bytes = await written([{ a: 1, b: new Date("2024-01-01T12:00:00Z") }], null);
    expect(await textOf(bytes, SHEET)).toContain('<cols><col min="2" max="2" width="21" customWidth="1"/></cols>');
  });
});

describe("a write over a workbook", () => {
  const old = workbook({ styles: STYLES, rows: `<row>${TABLE}</row>` });

  it("keeps the number formats of the columns that stay, where they show the values", async () => {
    const row = {
      took: Duration.parse("01:00:00"),
      new: new Date("2024-01-01"),
      weight: 2,
      day: new Date("2024-02-01"),
      at: null,
    };
    const bytes = await written([row, { day: new Date("2024-02-01T12:00:00Z") }], old);
    const sheet = await textOf(bytes, SHEET);
    const styles = [
      ...(await textOf(bytes, "xl/styles.xml")).matchAll(
        /<xf numFmtId="(\d+)" fontId="0" fillId="0" borderId="0" xfId="0"/g,
      ),
    ];
    const formatOf = (cell: string) =>
      Number(styles[Number(new RegExp(`r="${cell}" s="(\\d+)"`).exec(sheet)?.[1] ?? 0)]?.[1]);
    const codes = new Map(
      [...(await textOf(bytes, "xl/styles.xml")).matchAll(/numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(
        ([, id, code]) => [Number(id), code],
      ),
    );
    expect(["A2", "B2", "C2", "D2", "D3"].map((cell) => codes.get(formatOf(cell)) ?? formatOf(cell))).toEqual([
      46,
      "yyyy-mm-dd",
      "0.00 &quot;kg&quot;",
      "d.m.yyyy",
      "yyyy-mm-dd hh:mm:ss",
    ]);
  });

  it("keeps its bytes when no cell differs, also when dates and times are the texts that a read answers", async () => {
    expect(await written([OLD_ROW], old)).toEqual(old);
    const texts = { weight: 1.5, day: "2023-03-15T00:00:00", at: "12:00:00", took: "36:00:00" };
    expect(await written([texts], old)).toEqual(old);
    expect(await written({ S0: [OLD_ROW] }, old, null)).toEqual(old);
  });

  it.each([
    ["another cell", [{ ...OLD_ROW, weight: 2 }]],
    ["one row more", [OLD_ROW, OLD_ROW]],
    ["no rows", [{}]],
    ["another order of columns", [{ day: OLD_ROW.day, weight: 1.5, at: OLD_ROW.at, took: OLD_ROW.took }]],
    ["one column more", [{ ...OLD_ROW, more: null }]],
  ])("makes other bytes for %s", async (_, rows) => {
    expect(await written(rows, old)).not.toEqual(old);
  });

  it("makes other bytes where the new workbook lacks a sheet of the old one", async () => {
    const two = workbook({ styles: STYLES, rows: `<row>${TABLE}</row>`, sheets: 2 });
    expect(await written({ S0: [OLD_ROW] }, two, null)).not.toEqual(two);
    expect(await written({ S0: [OLD_ROW], S1: [OLD_ROW] }, two, null)).toEqual(two);
  });

  it("writes texts as what the cells of their column were, and all others as texts", async () => {
    const bytes = await written([{ ...OLD_ROW, at: "09:00:00", took: "x", weight: "09:00:00" }], old);
    const sheet = await textOf(bytes, SHEET);
    expect(sheet).toMatch(/<c r="C2" s="\d+"><v>0.375<\/v><\/c>/);
    expect(sheet.match(/<t>[^<]*<\/t>/g)?.slice(4)).toEqual(["<t>09:00:00</t>", "<t>x</t>"]);
  });

  it.each([
    ["no workbook", new Uint8Array([1, 2, 3])],
    ["gone", new TaipyError("payload_missing", "gone")],
  ])("writes as if there was none when what is replaced is %s", async (_, replaced) => {
    expect((await written([{ a: 1 }], replaced)).length).toBeGreaterThan(1_000);
  });

  it("fails when the platform does", async () => {
    const failure = new TaipyError("storage_unavailable", "later");
    await expect(written([{ a: 1 }], failure)).rejects.toBe(failure);
  });
});
