import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { TimeOfDay } from "../../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../../src/core/values/exact/time-span.ts";
import { Workbook } from "../../../src/storage/excel/read-workbook.ts";
import { SHEET, type WorkbookParts, workbook } from "../../harness/hostile/build-workbook.ts";

/** The cells of the only row. */
async function cellsOf(row: string, parts: WorkbookParts = {}): Promise<unknown[]> {
  const book = await Workbook.open(workbook({ ...parts, rows: `<row>${row}</row>` }), new Budget());
  const { rows } = await book.table("S0", false);
  return [...(rows[0] ?? [])];
}

/** A number in a cell with a format. */
async function formatted(code: string, number = 45_000.5): Promise<unknown> {
  const styles =
    `<numFmts><numFmt numFmtId="200" formatCode="${code.replaceAll('"', "&quot;")}"/></numFmts>` +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="200"/></cellXfs>';
  const [cell] = await cellsOf(`<c s="0"><v>${number}</v></c>`, { styles });
  return cell;
}

describe("a number in a cell", () => {
  const DATE = new Date("2023-03-15T12:00:00Z");

  it.each([
    "yyyy-mm-dd",
    "d.m.yy",
    "h:mm",
    "hh:mm:ss",
    "mm:ss.0",
    "mmm",
    "mm",
    "hhmm",
    "[$-409]mmmm d, yyyy",
    "[Red]dd/mm",
    "h AM/PM",
    '"at" h',
    "yyyy\\-mm",
  ])("is a date with the format %s", async (code) => {
    expect(await formatted(code)).toEqual(DATE);
  });

  it.each([
    ["[h]:mm:ss", "36:15:00"],
    ["[hh]:mm", "36:15:00"],
    ["[mm]", "36:15:00"],
    ["[$-409][ss].000;@", "36:15:00"],
  ])("is a duration with the format %s", async (code, duration) => {
    expect(await formatted(code, 1.510416666666667)).toEqual(Duration.parse(duration));
  });

  it.each(["h:mm", "hh:mm:ss", "h:mm AM/PM", "yyyy-mm-dd hh:mm"])(
    "below 1 is a time of day with the format %s",
    async (code) => {
      expect(await formatted(code, 0.3541666666666667)).toEqual(TimeOfDay.parse("08:30:00"));
      expect(await formatted(code, 0)).toEqual(TimeOfDay.parse("00:00:00"));
    },
  );

  it.each([
    "General",
    "0.00",
    "#,##0",
    "0%",
    "0.00E+00",
    "[Red]0",
    '0 "days"',
    "0\\d",
    "_d0",
    "@",
    "[$USD-409] 0",
    "# ?/?",
    "",
  ])("stays a number with the format %s", async (code) => {
    expect(await formatted(code)).toBe(45_000.5);
  });

  it.each([
    [14, DATE],
    [22, DATE],
    [45, DATE],
    [46, Duration.parse("1080012:00:00")],
    [47, DATE],
    [58, DATE],
    [0, 45_000.5],
    [13, 45_000.5],
    [23, 45_000.5],
    [49, 45_000.5],
  ])("with Excel's own format %i is what that shows", async (format, value) => {
    const styles = `<cellXfs><xf/><xf numFmtId="${format}"/></cellXfs>`;
    expect(await cellsOf('<c s="1"><v>45000.5</v></c>', { styles })).toEqual([value]);
  });

  it("keeps the digits of an integer that other programs write and no double has", async () => {
    expect(await cellsOf("<c><v>9007199254740993</v></c><c><v>9007199254740992</v></c><c><v>1e21</v></c>")).toEqual([
      9_007_199_254_740_993n,
      2 ** 53,
      1e21,
    ]);
  });

  it.each([
    [1, "1900-01-01"],
    [59, "1900-02-28"],
    [60, "1900-02-28"],
    [61, "1900-03-01"],
    [2_958_465, "9999-12-31"],
  ])("counts days as Excel does: %i is %s", async (days, date) => {
    expect(await formatted("yyyy-mm-dd", days)).toEqual(new Date(date));
  });

  it("stays a number when no date is so far away", async () => {
    expect(await formatted("yyyy", 1e300)).toBe(1e300);
  });

  it("counts days from 1904 where the workbook says so", async () => {
    const styles = '<cellXfs><xf numFmtId="14"/></cellXfs>';
    const afterSheets = '<workbookPr date1904="1"/>';
    expect(await cellsOf('<c s="0"><v>1</v></c><c s="0"><v>0</v></c>', { styles, afterSheets })).toEqual([
      new Date("1904-01-02"),
      new Date("1904-01-01"),
    ]);
  });

  it("counts days from 1904 also where an extension of Excel has a name of the workbook's own", async () => {
    const styles = '<cellXfs><xf numFmtId="14"/></cellXfs>';
    const afterSheets =
      '<workbookPr date1904="1"/><extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>';
    expect(await cellsOf('<c s="0"><v>1</v></c>', { styles, afterSheets })).toEqual([new Date("1904-01-02")]);
  });
});

describe("a text in a cell", () => {
  const inline = (content: string) => cellsOf(`<c t="inlineStr"><is>${content}</is></c>`);

  it("is joined from its runs, without how Japanese is read", async () => {
    expect(await inline("<r><rPr><b/></rPr><t>a</t></r><rPh><t>no</t></rPh><r><t> b</t></r>")).toEqual(["a b"]);
    const texts = "<si><t>東</t><rPh><t>no</t></rPh></si><si><r><t>x</t></r><r><t>y</t></r></si><si/>";
    const row =
      '<c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>2</v></c><c t="s"><v>9</v></c><c t="s"/><c><v>1</v></c>';
    expect(await cellsOf(row, { texts })).toEqual(["xy", "東", null, null, null, 1]);
  });

  it("has the characters for which Excel's spelling and references stand", async () => {
    expect(await inline("<t>_x0041_&amp;_x005F_x0041_<![CDATA[&amp;]]></t>")).toEqual(["A&_x0041_&amp;"]);
  });

  it("has CR where Excel's spelling or a reference says so, and LF at the ends of lines in the file, as XML has it", async () => {
    const texts = "<si><t>a_x000D_\nb</t></si><si><t>a\r\nb\rc</t></si><si><t>a&#13;&#10;b</t></si>";
    const row = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c>';
    expect(await cellsOf(row, { texts })).toEqual(["a\r\nb", "a\nb\nc", "a\r\nb"]);
  });

  it("in the cell itself is not joined with a cached value", async () => {
    expect(await cellsOf('<c t="inlineStr"><is><t>a</t></is><v>0</v></c><c><v>1</v></c>')).toEqual(["a", 1]);
  });

  it("may be a formula's, an ISO date, or missing", async () => {
    const row =
      '<c t="str"><f>1+1</f><v>two</v></c><c t="d"><v>2024-01-01</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c>';
    expect(await cellsOf(row)).toEqual(["two", new Date("2024-01-01"), null, true]);
  });
});

it("cells stand where their places say, in any order, and after the one before otherwise", async () => {
  expect(await cellsOf('<c r="C1"><v>3</v></c><c><v>4</v></c><c r="a1"><v>1</v></c>')).toEqual([1, null, 3, 4]);
});

describe("the text of a part", () => {
  const TEXT = '<worksheet><sheetData><row><c t="str"><v>Köln 東 😀</v></c></row></sheetData></worksheet>';
  const UTF_16 = Buffer.from(`\uFEFF${TEXT}`, "utf16le");
  const cellsOfPart = (content: Uint8Array) => cellsOf("", { others: [{ name: SHEET, content }] });

  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-16 with the low bytes first", UTF_16],
    ["UTF-16 with the high bytes first", Buffer.from(UTF_16).swap16()],
  ])("may be %s", async (_, content) => {
    expect(await cellsOfPart(content)).toEqual(["Köln 東 😀"]);
  });

  it("is refused in another encoding, where characters would be lost", async () => {
    const latin1 = Buffer.from(
      '<worksheet><sheetData><row><c t="str"><v>Köln</v></c></row></sheetData></worksheet>',
      "latin1",
    );
    await expect(cellsOfPart(latin1)).rejects.toMatchObject({
      code: "invalid_value",
      message: expect.stringMatching(/sheet1\.xml cannot be read: its text is neither UTF-8 nor UTF-16/),
    });
  });
});
