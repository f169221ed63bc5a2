import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { TimeOfDay } from "../../../src/core/values/exact/time-of-day.ts";
import { appendTables } from "../../../src/storage/excel/append/append-tables.ts";
import { Archive } from "../../../src/storage/excel/archive/archive.ts";
import { Workbook } from "../../../src/storage/excel/read-workbook.ts";
import { tableOf } from "../../../src/storage/table/tabular-value.ts";
import { repeated, SHEET, type WorkbookParts, workbook } from "../../harness/hostile/build-workbook.ts";

type Rows = readonly unknown[];

interface Result {
  readonly bytes: Uint8Array;
  readonly sheet: string;
  readonly rows: unknown;
}

const HEADER =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>';
const DATES = '<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs>';

async function append(parts: WorkbookParts, added: Rows, hasHeader = true): Promise<Result> {
  const bytes = workbook(parts);
  const tables = new Map([["S0", tableOf(added, new Budget())]]);
  const opened = await Workbook.open(bytes, new Budget());
  const after = await appendTables(opened, tables, { hasHeader, budget: new Budget(), isRead: () => true });
  const rows = await (await Workbook.open(after, new Budget())).rows("S0", hasHeader);
  return { bytes: after, sheet: await textOf(after, SHEET), rows };
}

async function textOf(bytes: Uint8Array, part: string): Promise<string> {
  let text = "";
  for await (const piece of Archive.open(bytes, new Budget()).text(part)) text += piece;
  return text;
}

describe("an append to a sheet", () => {
  it("puts rows behind the last one that is not empty, and keeps what stands around the rows", async () => {
    const { sheet, rows } = await append(
      {
        beforeRows: '<dimension ref="A1:B2"/><cols><col min="1" max="1" width="40"/></cols>',
        rows: `${HEADER}<row r="2"><c r="A2"><v>1</v></c></row>`,
        afterRows: '<conditionalFormatting sqref="A1:A9"/>',
      },
      [{ b: "x" }],
    );
    expect(sheet).toContain(
      '<dimension ref="A1:B3"/><cols><col min="1" max="1" width="40"/></cols><sheetData>' +
        `${HEADER}<row r="2"><c r="A2"><v>1</v></c></row>` +
        '<row r="3"><c r="B3" t="inlineStr"><is><t>x</t></is></c></row></sheetData>' +
        '<conditionalFormatting sqref="A1:A9"/></worksheet>',
    );
    expect(rows).toEqual([
      { a: 1, b: null },
      { a: null, b: "x" },
    ]);
  });

  it.each([
    ["<sheetData/>", '<?xml version="1.0"?><worksheet><sheetData/></worksheet>'],
    ["an empty list of rows", '<?xml version="1.0"?><worksheet><sheetData></sheetData></worksheet>'],
    ["prefixes", '<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData /></x:worksheet>'],
  ])("without rows gives it a header: %s", async (_, content) => {
    const { rows } = await append({ others: [{ name: SHEET, content }] }, [{ a: 1, b: "x" }, { a: 2 }]);
    expect(rows).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: null },
    ]);
  });

  it("writes elements with the prefix that the sheet has", async () => {
    const content =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const { sheet } = await append({ others: [{ name: SHEET, content }] }, [{ a: "y" }]);
    expect(sheet).toContain(
      '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>y</x:t></x:is></x:c></x:row></x:sheetData>',
    );
  });

  it("to a part in UTF-16 writes UTF-8, and says so", async () => {
    const text = `<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData>${HEADER}</sheetData></worksheet>`;
    const others = [{ name: SHEET, content: Buffer.from(`\uFEFF${text}`, "utf16le") }];
    const { sheet, rows } = await append({ others }, [{ a: "東" }]);
    expect(sheet).toContain('encoding="UTF-8"');
    expect(rows).toEqual([{ a: "東", b: null }]);
  });

  it("gives cells the style of their place, else that of their column, where it shows the value, else a new one", async () => {
    const { sheet, rows, bytes } = await append(
      {
        styles: DATES,
        rows:
          `${HEADER}<row r="2"><c r="A2" s="1"><v>45000</v></c><c r="B2" s="3"><v>0.5</v></c></row>` +
          '<row r="3" spans="1:2" ht="30"><c r="A3" s="2"/></row>',
      },
      [
        { a: new Date("2024-01-01T12:00:00Z"), b: TimeOfDay.parse("09:00") },
        { a: new Date("2024-01-01"), b: null },
        { a: new Date("2024-01-01T12:00:00Z"), b: 5 },
      ],
    );
    expect(sheet).toContain(
      '<row r="3" ht="30"><c r="A3" s="2"><v>45292.5</v></c><c r="B3" s="3"><v>0.375</v></c></row>' +
        '<row r="4"><c r="A4" s="1"><v>45292</v></c></row>' +
        '<row r="5"><c r="A5" s="4"><v>45292.5</v></c><c r="B5"><v>5</v></c></row>',
    );
    expect(await textOf(bytes, "xl/styles.xml")).toMatch(
      /<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm:ss"\/><\/numFmts><cellXfs count="5">/,
    );
    expect(rows).toHaveLength(4);
  });

  it("fills rows without values, around the cells and formulas that stand in them, and between them", async () => {
    const { sheet, rows } = await append(
      {
        rows:
          `${HEADER}<row r="2"><c r="A2"><v>1</v></c></row>` +
          '<row r="4"><c r="B4"><f>A4*2</f></c></row><row r="6"><c r="A6" s="0"/></row><row r="9"/>',
      },
      [{ a: 2 }, { a: 3 }, { a: 4 }, { a: 5 }],
    );
    expect(sheet.match(/<row r="(\d+)"/g)).toEqual([1, 2, 3, 4, 5, 6, 9].map((row) => `<row r="${row}"`));
    expect(sheet).toContain('<row r="4"><c r="A4"><v>3</v></c><c r="B4"><f>A4*2</f></c></row>');
    expect(rows).toEqual([1, 2, 3, 4, 5].map((a) => ({ a, b: null })));
  });

  it("takes no memory for rows without values that it does not fill", async () => {
    const empty = repeated(`<row>${'<c s="0"/>'.repeat(50)}</row>`, 100_000, { head: HEADER });
    expect((await append({ rows: empty }, [{ a: 1 }])).rows).toEqual([{ a: 1, b: null }]);
  });

  it("keeps a row of nothing at the end, which a later append follows", async () => {
    const { rows } = await append({ rows: HEADER }, [{ a: 1 }, { a: null }]);
    expect(rows).toEqual([
      { a: 1, b: null },
      { a: null, b: null },
    ]);
  });

  it.each([
    ['<calcPr calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'],
    [
      '<definedNames/><calcPr calcId="1" fullCalcOnLoad="0"></calcPr>',
      '<definedNames/><calcPr calcId="1" fullCalcOnLoad="1"></calcPr>',
    ],
    ["<definedNames/><extLst/>", '<definedNames/><calcPr fullCalcOnLoad="1"/><extLst/>'],
  ])("lets Excel compute its formulas anew, which may refer to the new rows: %s", async (afterSheets, wanted) => {
    const row = '<row r="2"><c r="A2"><f>SUM(B2:B9)</f><v>1</v></c></row>';
    const { bytes } = await append({ rows: HEADER + row, afterSheets }, [{ b: 1 }]);
    expect(await textOf(bytes, "xl/workbook.xml")).toContain(`</sheets>${wanted}</workbook>`);
  });

  it("adds styles to a workbook that has none", async () => {
    const at = new Date("2024-01-01T12:00:00Z");
    expect((await append({ rows: HEADER }, [{ a: at }])).rows).toEqual([{ a: at, b: null }]);
    const others = [
      {
        name: "xl/_rels/workbook.xml.rels",
        content:
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      },
    ];
    expect((await append({ rows: HEADER, others }, [{ a: at }])).rows).toEqual([{ a: at, b: null }]);
  });

  it.each([
    [
      "merged cells",
      { rows: HEADER, afterRows: '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A9"/></mergeCells>' },
      /Nothing can be appended to the sheet "S0": its cells A2:A9 are merged, where the rows would be added/,
    ],
    [
      "a formula in the place of a value",
      { rows: `${HEADER}<row r="2"><c r="A2"><f>B2</f></c></row>` },
      /a value would replace the formula of the cell A2; leave out its column/,
    ],
    [
      "rows that are out of order",
      {
        rows: `<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="A9"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>`,
      },
      /row 3 stands behind row 9/,
    ],
    ["two sheets that are one part", { rows: HEADER, sheets: 2 }, /it is the same part as another sheet/],
  ] as const)("is refused where it would damage something: %s", async (_, parts, message) => {
    await expect(append(parts, [{ a: 1 }])).rejects.toMatchObject({
      code: "invalid_value",
      message: expect.stringMatching(message),
    });
  });

  it("counts dates from 1904 where the workbook does", async () => {
    const { sheet, rows } = await append(
      {
        styles: DATES,
        rows: `${HEADER}<row r="2"><c r="A2" s="1"><v>0</v></c></row>`,
        afterSheets: '<workbookPr date1904="1"/>',
      },
      [{ a: new Date("1904-01-02") }],
    );
    expect(sheet).toContain('<c r="A3" s="1"><v>1</v></c>');
    expect(rows).toEqual([
      { a: new Date("1904-01-01"), b: null },
      { a: new Date("1904-01-02"), b: null },
    ]);
  });

  it("is refused when a read could not hold the result, before anything is written", async () => {
    const rows = `${HEADER}<row r="2"><c r="A2" t="str"><v>${"x".repeat(32_000)}</v></c></row>`;
    const many = Array.from({ length: 800 }, () => ({ a: "y".repeat(32_000) }));
    await expect(append({ rows }, many)).rejects.toMatchObject({ code: "value_too_large" });
  });
});
