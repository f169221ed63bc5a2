import { parquetWriteBuffer } from "hyparquet-writer";
import { workbook } from "./build-workbook.ts";
import type { HostileFile } from "./hostile-file.ts";

/** The usual table: eight columns of numbers, texts and a truth value. */
const COLUMNS = ["id", "day", "city", "price", "quantity", "rate", "active", "note"] as const;
const cells = (n: number) =>
  [n, `2026-01-${(n % 28) + 1}`, `city ${n % 97}`, n / 8, n % 31, n / 1_000, n % 2 === 0, `note ${n}`] as const;

const xlsxCell = (cell: string | number | boolean): string => {
  if (typeof cell === "string") return `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
  return typeof cell === "number" ? `<c><v>${cell}</v></c>` : `<c t="b"><v>${Number(cell)}</v></c>`;
};
const xlsxRow = (values: readonly (string | number | boolean)[]): string =>
  `<row>${values.map(xlsxCell).join("")}</row>`;

const book = (rows: number): HostileFile => ({
  name: `a table of ${rows.toLocaleString("en-US")} rows and eight columns`,
  get bytes() {
    const body = Array.from({ length: rows }, (_, n) => xlsxRow(cells(n)));
    return workbook({ rows: xlsxRow(COLUMNS) + body.join("") });
  },
});

const parquetTable = (rows: number): HostileFile => ({
  name: `a table of ${rows.toLocaleString("en-US")} rows and eight columns`,
  get bytes() {
    const table = Array.from({ length: rows }, (_, n) => cells(n));
    const columnData = COLUMNS.map((name, column) => ({ name, data: table.map((row) => row[column]) }));
    return new Uint8Array(parquetWriteBuffer({ columnData }));
  },
});

/** Workbooks that are read: with more rows they would be refused. */
export const LARGE_WORKBOOKS: readonly HostileFile[] = [book(50_000)];

/** Parquet files that are read: with more rows they would be refused. */
export const LARGE_PARQUET_TABLES: readonly HostileFile[] = [parquetTable(100_000)];
