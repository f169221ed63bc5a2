import type { CellValue } from "hucre/xlsx";
import { TaipyError } from "../../core/errors.ts";
import type { Table } from "../table/table.ts";

/** What Excel can hold. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;
const MAX_TEXT = 32_767;
const FIRST_DAY = Date.UTC(1900, 0, 1);
const AFTER_LAST_DAY = Date.UTC(10_000, 0, 1);

/** Takes the place of the time of writing, so that equal values have equal bytes. */
const UNDATED = new Date(Date.UTC(2000, 0, 1));

/** A workbook of tables by the names of their sheets. @throws TaipyError `invalid_value` for what Excel cannot hold */
export async function writeWorkbook(sheets: ReadonlyMap<string, Table>, hasHeader: boolean): Promise<Uint8Array> {
  checkNames([...sheets.keys()]);
  const written = [...sheets].map(([name, table]) => ({ name, rows: gridOf(name, table, hasHeader) }));
  const { writeXlsx } = await import("./library.ts");
  try {
    return await writeXlsx({ sheets: written, stringMode: "inline", properties: { modified: UNDATED } });
  } catch (error) {
    throw new TaipyError("invalid_value", error instanceof Error ? `${error.message}.` : String(error));
  }
}

function checkNames(names: readonly string[]): void {
  const folded = names.map((name) => name.toLowerCase());
  const twice = names.find((_, index) => folded.indexOf(folded[index] ?? "") < index);
  if (twice !== undefined) throw new TaipyError("invalid_value", `Two sheets have the name "${twice}" in Excel.`);
}

function gridOf(sheet: string, { columns, rows }: Table, hasHeader: boolean): CellValue[][] {
  const header = hasHeader && columns.length > 0 ? [columns.map((name) => cellOf(name, `a name of a column`))] : [];
  if (rows.length + header.length > MAX_ROWS || columns.length > MAX_COLUMNS) {
    const size = `${rows.length} rows of ${columns.length} columns`;
    throw new TaipyError(
      "invalid_value",
      `The sheet "${sheet}" has ${size}; Excel holds ${MAX_ROWS} of ${MAX_COLUMNS}.`,
    );
  }
  const place = (row: number, column: number) => `row ${row + 1} of column "${columns[column]}" in "${sheet}"`;
  const body = rows.map((cells, row) => cells.map((cell, column) => cellOf(cell, () => place(row, column))));
  return [...header, ...body];
}

function cellOf(cell: unknown, place: string | (() => string)): CellValue {
  const problem = problemOf(cell);
  if (problem !== null) {
    const where = typeof place === "string" ? place : place();
    throw new TaipyError("invalid_value", `An Excel cell cannot hold ${problem}, as ${where} would.`);
  }
  if (cell === undefined || Number.isNaN(cell)) return null;
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  return typeof cell === "string" ? escaped(cell) : (cell as CellValue);
}

/** What the library would write wrongly or silently drop. */
function problemOf(cell: unknown): string | null {
  if (cell === null || cell === undefined || typeof cell === "boolean" || typeof cell === "bigint") return null;
  if (typeof cell === "number") return Math.abs(cell) === Infinity ? "an infinite number" : null;
  if (typeof cell === "string") {
    if (cell.length > MAX_TEXT) return `text of more than ${MAX_TEXT} characters`;
    return /\p{Surrogate}/u.test(cell) ? "text that UTF-8 cannot hold" : null;
  }
  if (cell instanceof Date) {
    const time = cell.getTime();
    return time >= FIRST_DAY && time < AFTER_LAST_DAY ? null : "a date outside the years 1900 to 9999";
  }
  return Array.isArray(cell) ? "a list" : `a value of type ${typeof cell}`;
}

/** `_x0041_` is Excel's spelling of a character by its code; written as text, its underscore takes that spelling. */
const escaped = (text: string) => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
