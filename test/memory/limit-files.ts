import { parquetWriteBuffer } from "hyparquet-writer";
import type { StorageTypeName } from "../../src/core/storage-types.ts";
import { workbook } from "../harness/hostile/build-workbook.ts";
import type { Growing } from "./at-limit.ts";

type Cell = string | number | Date;
type CellOf = (row: number, column: number) => Cell;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const times = <T>(count: number, of: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => of(n));
const name = (column: number): string => `c${column}`;

/** What stands in the cells: no two are equal, so that no one of them is in memory for many. */
const CELLS = {
  "whole numbers": (row, column) => row * 7 + column,
  fractions: (row, column) => row + column / 1_000 + 0.5,
  "short texts": (row, column) => `t${row}-${column}`,
  dates: (row, column) => new Date(1_700_000_000_000 + row * 60_000 + column),
} as const satisfies Record<string, CellOf>;

const FEW = 10;
const MANY = 1_000;
const MOST_OF_EXCEL = 16_384;

type Make = (rows: number, columns: number, cell: CellOf) => Uint8Array;

/** Tables of one row, few and many columns. */
function tables(make: Make, most?: number): Growing[] {
  const many = (columns: number, what: keyof typeof CELLS): Growing => ({
    name: `rows of ${columns.toLocaleString("en-US")} columns of ${what}`,
    make: (size) => make(Math.max(1, Math.floor(size / columns)), columns, CELLS[what]),
  });
  return [
    many(1, "whole numbers"),
    many(2, "fractions"),
    many(FEW, "whole numbers"),
    many(FEW, "fractions"),
    many(FEW, "short texts"),
    many(FEW, "dates"),
    many(MANY, "fractions"),
    {
      name: "one row of whole numbers",
      make: (columns) => make(1, columns, CELLS["whole numbers"]),
      ...(most === undefined ? {} : { most }),
    },
  ];
}

const csvTable: Make = (rows, columns, cell) => {
  const text = (value: Cell) => (value instanceof Date ? value.toISOString() : String(value));
  const line = (row: number) => times(columns, (column) => text(cell(row, column))).join();
  return utf8(`${times(columns, name).join()}\n${times(rows, line).join("\n")}\n`);
};

const MS_OF_A_DAY = 86_400_000;
const FIRST_DAY_OF_EXCEL = 25_569;

const excelCell = (cell: Cell): string => {
  if (typeof cell === "string") return `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
  if (typeof cell === "number") return `<c><v>${cell}</v></c>`;
  return `<c s="1"><v>${cell.getTime() / MS_OF_A_DAY + FIRST_DAY_OF_EXCEL}</v></c>`;
};

const STYLES = `<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>`;
const excelRow = (cells: readonly Cell[]): string => `<row>${cells.map(excelCell).join("")}</row>`;

const excelTable: Make = (rows, columns, cell) => {
  const body = times(rows, (row) => excelRow(times(columns, (column) => cell(row, column))));
  return workbook({ styles: STYLES, rows: excelRow(times(columns, name)) + body.join("") });
};

const sharedText: Growing = {
  name: `rows of ${FEW} columns of one shared text`,
  make: (size) => {
    const row = `<row>${`<c t="s"><v>0</v></c>`.repeat(FEW)}</row>`;
    const rows = excelRow(times(FEW, name)) + row.repeat(Math.max(1, size / FEW));
    return workbook({ texts: "<si><t>text</t></si>", rows });
  },
};

const parquetTable: Make = (rows, columns, cell) =>
  new Uint8Array(
    parquetWriteBuffer({
      codec: "UNCOMPRESSED",
      columnData: times(columns, (column) => ({ name: name(column), data: times(rows, (row) => cell(row, column)) })),
    }),
  );

const jsonCell = (cell: Cell): string =>
  cell instanceof Date
    ? `{"__type__":"Datetime","__value__":"${cell.toISOString().slice(0, -1)}"}`
    : JSON.stringify(cell);

const jsonTable: Make = (rows, columns, cell) =>
  utf8(
    `[${times(rows, (row) => `{${times(columns, (column) => `"${name(column)}":${jsonCell(cell(row, column))}`)}}`)}]`,
  );

const jsonList = (what: keyof typeof CELLS): Growing => ({
  name: `a list of ${what}`,
  make: (size) => utf8(`[${times(size, (n) => jsonCell(CELLS[what](n, 0)))}]`),
});

/** Python's floats: different ones are kept one by one, as long as there is room for them. */
const wholeFractions: readonly Growing[] = [
  { name: "a list of whole fractions", make: (size) => utf8(`[${times(size, (n) => `${n}.0`)}]`) },
  { name: "a list of one whole fraction", make: (size) => utf8(`[${times(size, () => "1.0")}]`) },
  {
    name: "a list of fractions and whole fractions",
    make: (size) => utf8(`[${times(size, (n) => (n % 2 === 0 ? `${n}.0` : jsonCell(CELLS.fractions(n, 1))))}]`),
  },
];

const LISTS = [jsonList("whole numbers"), jsonList("fractions"), jsonList("short texts"), ...wholeFractions];

const tagged: readonly Growing[] = [
  {
    name: "a list of dates",
    make: (size) =>
      utf8(`[[${times(size, (n) => n + 1)}],${times(size, (n) => `["Date","${CELLS.dates(n, 0).toISOString()}"]`)}]`),
  },
  {
    name: "a map of whole numbers",
    make: (size) => utf8(`[["Map",${times(2 * size, (n) => n + 1)}],${times(2 * size, (n) => n)}]`),
  },
  { name: "a list of holes", make: (size) => utf8(`[[-7,${size}]]`) },
];

const JSON_TYPE = "application/json";

export interface Limits {
  readonly type: StorageTypeName;
  readonly mediaType: string;
  readonly files: readonly Growing[];
}

/** Values of each storage type that are made as large as the budget allows. */
export const LIMITS: readonly Limits[] = [
  { type: "csv", mediaType: "text/csv", files: tables(csvTable) },
  {
    type: "excel",
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    files: [...tables(excelTable, MOST_OF_EXCEL), sharedText],
  },
  { type: "parquet", mediaType: "application/vnd.apache.parquet", files: tables(parquetTable) },
  { type: "json", mediaType: JSON_TYPE, files: [...tables(jsonTable), ...LISTS] },
  { type: "pickle", mediaType: JSON_TYPE, files: LISTS },
  { type: "pickle", mediaType: "application/vnd.taipy-edge.devalue+json", files: tagged },
];
