import { repeated, SHEET, TEXTS, type WorkbookParts, workbook } from "./build-workbook.ts";
import type { HostileFile } from "./hostile-file.ts";
import type { ZipPart } from "./zip.ts";

const WORKBOOK = "xl/workbook.xml";
const RELATIONS = "xl/_rels/workbook.xml.rels";

const cell = (place: string, value: number | string = 1) => `<c r="${place}"><v>${value}</v></c>`;
const row = (cells: string) => `<row>${cells}</row>`;
const shared = '<c t="s"><v>0</v></c>';
const inline = (text: string) => `<c t="inlineStr"><is>${text}</is></c>`;
const ONE_ROW = row(cell("A1"));
/** What `{ a: 1 }` is as a sheet. */
const SMALL = row(inline("<t>a</t>")) + row("<c><v>1</v></c>");

/** A file and what its refusal says. */
interface RefusedFile extends HostileFile {
  readonly reason: RegExp;
}

/** Makes the bytes each time, so that a list of files takes no memory. */
const refused = (name: string, reason: RegExp, partsOf: () => WorkbookParts): RefusedFile => ({
  name,
  reason,
  get bytes() {
    return workbook(partsOf());
  },
});

/** Workbooks that a Worker can't hold: each is refused with `value_too_large`, and the refusal says what is too much and where. */
export const HOSTILE_WORKBOOKS: readonly RefusedFile[] = [
  refused(
    "a million empty shared texts",
    /[67]\d\d,\d{3} shared texts, [67]\d\d,\d{3} items \(xl\/sharedStrings\.xml\)/,
    () => ({
      rows: ONE_ROW,
      texts: repeated("<si><t/></si>", 1_000_000),
    }),
  ),
  refused(
    "4.5 million empty shared texts",
    /[67]\d\d,\d{3} shared texts, [67]\d\d,\d{3} items \(xl\/sharedStrings\.xml\)/,
    () => ({
      rows: ONE_ROW,
      texts: repeated("<si><t/></si>", 4_500_000),
    }),
  ),
  refused("a shared text of 60 million characters", /characters \(xl\/sharedStrings\.xml\)/, () => ({
    rows: row(shared),
    texts: repeated("x".repeat(100), 600_000, { head: "<si><t>", tail: "</t></si>" }),
  })),
  refused("a text of a million characters that 100 cells share", /characters \(sheet "S0"\)/, () => ({
    rows: repeated(row(shared), 100),
    texts: repeated("x", 1_000_000, { head: "<si><t>", tail: "</t></si>" }),
  })),
  refused("a text of 2,000 characters that a million cells share", /characters \(sheet "S0"\)/, () => ({
    rows: repeated(row(shared.repeat(100)), 10_000),
    texts: `<si><t>${"x".repeat(2_000)}</t></si>`,
  })),
  refused("a shared text of three million runs", /items \(xl\/sharedStrings\.xml\)/, () => ({
    rows: row(shared),
    texts: repeated("<r><t>a</t></r>", 3_000_000, { head: "<si>", tail: "</si>" }),
  })),
  refused("a cell of three million runs", /items \(sheet "S0"\)/, () => ({
    rows: repeated("<r><t>a</t></r>", 3_000_000, { head: '<row><c t="inlineStr"><is>', tail: "</is></c></row>" }),
  })),
  refused("a text that three million comments divide", /items \(sheet "S0"\)/, () => ({
    rows: repeated("a<!---->", 3_000_000, { head: '<row><c t="str"><v>', tail: "</v></c></row>" }),
  })),
  refused("a text of three million CDATA sections", /items \(sheet "S0"\)/, () => ({
    rows: repeated("<![CDATA[a]]>", 3_000_000, { head: '<row><c t="str"><v>', tail: "</v></c></row>" }),
  })),
  refused("1.5 million texts in cells", /\(sheet "S0"\)/, () => ({
    rows: repeated(row(inline("<t>abcdefghijkl</t>").repeat(10)), 150_000),
  })),
  refused("a number of 60 million digits", /characters \(sheet "S0"\)/, () => ({
    rows: repeated("7".repeat(100), 600_000, { head: "<row><c><v>", tail: "</v></c></row>" }),
  })),
  refused("a million dates", /\(sheet "S0"\)/, () => ({
    rows: repeated(row('<c s="0"><v>45000.5</v></c>'.repeat(20)), 50_000),
    styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
  })),
  refused("two cells in opposite corners of the sheet", /(rows|cells) \(sheet "S0"\)/, () => ({
    rows: `${row(cell("A1"))}<row r="1048576">${cell("XFD1048576")}</row>`,
  })),
  refused("a row whose number is beyond Excel's", /rows \(sheet "S0"\)/, () => ({
    rows: `<row r="4000000000">${cell("A4000000000")}</row>`,
  })),
  refused("a million empty rows above a cell", /rows \(sheet "S0"\)/, () => ({
    rows: repeated("<row/>", 1_000_000, { tail: ONE_ROW }),
  })),
  refused("five million cells without values before those with one", /cells \(sheet "S0"\)/, () => ({
    rows: repeated(`<row>${"<c/>".repeat(16_383)}<c><v>1</v></c></row>`, 320),
  })),
  refused("a name of a million characters above 1,000 rows", /names of columns/, () => ({
    rows: repeated("x", 1_000_000, {
      head: '<row><c t="str"><v>',
      tail: `</v></c></row>${row("<c><v>1</v></c>").repeat(1_000)}`,
    }),
  })),
  refused("two million formats of numbers", /dictionary entries \(xl\/styles\.xml\)/, () => ({
    rows: ONE_ROW,
    styles: repeated('<numFmt numFmtId="1" formatCode="0"/>', 2_000_000, { head: "<numFmts>", tail: "</numFmts>" }),
  })),
  refused("four million styles of cells", /dictionary entries \(xl\/styles\.xml\)/, () => ({
    rows: ONE_ROW,
    styles: repeated("<xf/>", 4_000_000, { head: "<cellXfs>", tail: "</cellXfs>" }),
  })),
  refused("two million relations", /dictionary entries \(xl\/_rels\/workbook\.xml\.rels\)/, () => ({
    others: [
      {
        name: RELATIONS,
        content: repeated('<Relationship Id="a"/>', 2_000_000, { head: "<Relationships>", tail: "</Relationships>" }),
      },
    ],
  })),
  refused("two million sheets", /dictionary entries \(xl\/workbook\.xml\)/, () => ({
    others: [
      {
        name: WORKBOOK,
        content: repeated('<sheet name="S"/>', 2_000_000, { head: "<workbook><sheets>", tail: "</sheets></workbook>" }),
      },
    ],
  })),
  refused(
    "a thousand sheets that are one part",
    /in xl\/worksheets\/sheet1\.xml, the parts that are read come to [\d,]+ unpacked bytes/,
    () => ({
      rows: repeated(" ", 1_000_000),
      sheets: 1_000,
    }),
  ),
  refused(
    "300 million spaces",
    /in xl\/worksheets\/sheet1\.xml, the parts that are read come to [\d,]+ unpacked bytes/,
    () => ({
      rows: repeated(" ", 300_000_000),
    }),
  ),
  refused(
    "a billion spaces in the shared texts",
    /in xl\/sharedStrings\.xml, the parts that are read come to [\d,]+ unpacked bytes/,
    () => ({
      rows: ONE_ROW,
      texts: repeated(" ", 1_000_000_000),
    }),
  ),
  refused("an attribute of 60 million characters", /in xl\/worksheets\/sheet1\.xml, a tag has more than/, () => ({
    rows: repeated("1:1 ", 15_000_000, { head: '<row spans="', tail: '"/>' }),
  })),
  refused("ten million elements within each other", /nested deeper than 1,000 levels/, () => ({
    rows: ONE_ROW,
    afterRows: repeated("<a>", 10_000_000),
  })),
];

/** Workbooks that lie, and such that have what none may have: each is refused with `invalid_value`. */
export const LYING_WORKBOOKS: readonly RefusedFile[] = [
  refused(
    "a sheet of 100 million bytes that states 1,000",
    /sheet1\.xml cannot be read: it exceeds the 1000 bytes/,
    () => ({
      others: [{ name: SHEET, content: repeated(" ", 100_000_000, { head: "<worksheet>" }), statedSize: 1_000 }],
    }),
  ),
  refused("shared texts that state no bytes", /sharedStrings\.xml cannot be read: it exceeds the 0 bytes/, () => ({
    rows: ONE_ROW,
    others: [{ name: TEXTS, content: repeated("<si><t/></si>", 1_000_000, { head: "<sst>" }), statedSize: 0 }],
  })),
  refused("a checksum of other bytes", /sheet1\.xml cannot be read: its checksum differs/, () => ({
    others: [{ name: SHEET, content: `<worksheet><sheetData>${ONE_ROW}</sheetData></worksheet>`, statedChecksum: 1 }],
  })),
  refused("two parts of one name", /it has two parts "xl\/media\/image1\.png"/, () => ({
    rows: ONE_ROW,
    others: [
      { name: "xl/media/image1.png", content: "a" },
      { name: "xl/media/image1.png", content: "b" },
    ],
  })),
  refused("entities that refer to each other", /document type/, () => ({
    prolog: `<!DOCTYPE x [<!ENTITY a "lol">${"bcdefghi".replace(/./g, (name) => `<!ENTITY ${name} "&a;&a;&a;&a;">`)}]>`,
    rows: row(inline("<t>&i;</t>")),
  })),
  refused("a sheet that ends within a row", /sheet1\.xml cannot be read: it ends within <row>/, () => ({
    others: [{ name: SHEET, content: `<worksheet><sheetData><row>${cell("A1")}` }],
  })),
  refused("tags that close others", /<\/c> stands within <v>/, () => ({ rows: "<row><c><v>1</c></v></row>" })),
  refused("a cell beyond the last column", /there is no cell "XFE1"/, () => ({ rows: row(cell("XFE1")) })),
  refused("a row without a number", /there is no row "-3"/, () => ({ rows: `<row r="-3">${cell("A1")}</row>` })),
];

const HARMLESS: readonly (readonly [name: string, partsOf: () => WorkbookParts])[] = [
  [
    "a billion bytes in parts that no reader needs",
    () => ({ others: unneeded(["xl/media/image1.png", "xl/drawings/drawing1.xml"]) }),
  ],
  ["a billion bytes of comments and themes", () => ({ others: unneeded(["xl/comments1.xml", "xl/theme/theme1.xml"]) })],
  ["20,000 parts that share their bytes", () => ({ others: overlapping(20_000) })],
  ["a dimension of the whole sheet", () => ({ beforeRows: '<dimension ref="A1:XFD1048576"/>' })],
  [
    "a million merged cells",
    () => ({
      afterRows: repeated('<mergeCell ref="A1:XFD1048576"/>', 1_000_000, {
        head: "<mergeCells>",
        tail: "</mergeCells>",
      }),
    }),
  ],
  [
    "a million defined names",
    () => ({
      afterSheets: repeated('<definedName name="n">S0!A1</definedName>', 1_000_000, {
        head: "<definedNames>",
        tail: "</definedNames>",
      }),
    }),
  ],
  ["a million empty rows below", () => ({ rows: repeated("<row/>", 1_000_000, { head: SMALL }) })],
  [
    "a million cells without values below",
    () => ({ rows: repeated(row("<c/>".repeat(100)), 10_000, { head: SMALL }) }),
  ],
  [
    "a formula of 50 million characters",
    () => ({ rows: repeated("1+", 25_000_000, { head: `${SMALL}<row><c><f>`, tail: "</f></c></row>" }) }),
  ],
  [
    "a comment of 50 million characters",
    () => ({ beforeRows: repeated("-x", 25_000_000, { head: "<!--", tail: "-->" }) }),
  ],
];

/** Workbooks that look like those and hold little: each is read as one row, `{ a: 1 }`. */
export const HARMLESS_WORKBOOKS: readonly HostileFile[] = HARMLESS.map(([name, partsOf]) => ({
  name,
  get bytes() {
    return workbook({ rows: SMALL, ...partsOf() });
  },
}));

function unneeded(names: readonly string[]): ZipPart[] {
  return names.map((name) => ({ name, content: repeated(" ", 500_000_000) }));
}

function overlapping(count: number): ZipPart[] {
  const first = { name: "xl/media/image0.png", content: repeated(" ", 10_000_000) };
  const others = Array.from({ length: count }, (_, n) => ({
    ...first,
    name: `xl/media/image${n + 1}.png`,
    sameAs: first.name,
  }));
  return [first, ...others];
}
