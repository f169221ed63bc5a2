import type { CellValue } from "hucre/xlsx";
import { TaipyError } from "../../core/errors.ts";
import { cut } from "../../core/listed.ts";
import { Budget } from "../../core/values/budget.ts";
import type { Table } from "../table/tabular-value.ts";
import { chargeCell, chargeSheet } from "./sheet-memory.ts";

/** Excel's limits. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;
const MAX_TEXT = 32_767;
/** A ZIP archive counts no more parts than these sheets and the parts about them. */
const MAX_SHEETS = 65_000;
const FIRST_DAY = Date.UTC(1900, 0, 1);
const AFTER_LAST_DAY = Date.UTC(10_000, 0, 1);

/** The library writes one sheet row by row. Of several it makes all text at once, which takes so many bytes a cell. */
const CELL_OF_SEVERAL = 200;

/** Instead of the time of writing, so that equal values have equal bytes. */
const UNDATED = new Date(Date.UTC(2000, 0, 1));

/**
 * A workbook of tables by the names of their sheets.
 * @throws TaipyError `invalid_value` for values that Excel cannot hold; `value_too_large`
 */
export async function writeWorkbook(
  sheets: ReadonlyMap<string, Table>,
  hasHeader: boolean,
  budget: Budget,
): Promise<Uint8Array> {
  checkNames([...sheets.keys()]);
  const { writeXlsx, writeXlsxStream } = await import("./excel-library.ts");
  const [only] = sheets.size === 1 ? sheets : [];
  /** What a reader will charge: what is written can be read. */
  const reader = new Budget();
  try {
    if (only !== undefined) {
      const [name, table] = only;
      return await bytesOf(gridOf(name, table, hasHeader, reader), (rows) => writeXlsxStream(rows, { name }));
    }
    const written = [...sheets].map(([name, table]) => {
      budget.charge(
        "unpackedBytes",
        table.rows.length * table.columns.length * CELL_OF_SEVERAL,
        `sheet "${cut(name)}"`,
      );
      return { name, rows: [...gridOf(name, table, hasHeader, reader)] };
    });
    return await writeXlsx({ sheets: written, stringMode: "inline", properties: { modified: UNDATED } });
  } catch (error) {
    if (error instanceof TaipyError) throw error;
    throw refused(error instanceof Error ? `${error.message}.` : String(error));
  }
}

/** Refuses names that the library accepts, or refuses only after much work. */
function checkNames(names: readonly string[]): void {
  if (names.length > MAX_SHEETS) throw refused(`A workbook has ${MAX_SHEETS} sheets at most, not ${names.length}.`);
  const seen = new Set<string>();
  for (const name of names) {
    const wrong = NOT_IN_NAMES.exec(name)?.[0];
    if (wrong !== undefined) {
      throw refused(
        `The name of a sheet ${JSON.stringify(name)} contains ${JSON.stringify(wrong)}, which no name can.`,
      );
    }
    if (seen.has(name.toLowerCase())) throw refused(`Two sheets have the name "${name}" in Excel.`);
    seen.add(name.toLowerCase());
  }
}

/** Characters that XML lacks or takes for a space, and halves of surrogate pairs. */
const NOT_IN_NAMES = /[\p{Cc}\p{Surrogate}\ufffe\uffff]/u;

const refused = (message: string) => new TaipyError("invalid_value", message);

/** The library's streams end with a copy of an error: the original is thrown instead. */
async function bytesOf(rows: Iterable<CellValue[]>, writing: (rows: Iterable<CellValue[]>) => ReadableStream) {
  let failure: unknown = null;
  function* watched() {
    try {
      yield* rows;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  try {
    return new Uint8Array(await new Response(writing(watched())).arrayBuffer());
  } catch (error) {
    throw failure ?? error;
  }
}

/** The rows of a sheet, one at a time. They charge the budget as a reader does. */
function* gridOf(sheet: string, { columns, rows }: Table, hasHeader: boolean, budget: Budget): Generator<CellValue[]> {
  const isHeaded = hasHeader && columns.length > 0;
  if (rows.length + Number(isHeaded) > MAX_ROWS || columns.length > MAX_COLUMNS) {
    const size = `${rows.length} rows of ${columns.length} columns`;
    throw refused(`The sheet "${sheet}" has ${size}; Excel holds ${MAX_ROWS} of ${MAX_COLUMNS}.`);
  }
  const where = `sheet "${cut(sheet)}"`;
  chargeSheet(budget, columns, rows.length, where);
  if (isHeaded) yield columns.map((name) => cellOf(name, "a name of a column"));
  for (const [row, cells] of rows.entries()) {
    const written = cells.map((cell, column) =>
      cellOf(cell, () => `row ${row + 1} of column "${columns[column]}" in "${sheet}"`),
    );
    for (const cell of written) chargeCell(budget, cell, where);
    yield written;
  }
}

function cellOf(cell: unknown, position: string | (() => string)): CellValue {
  const problem = problemOf(cell);
  if (problem !== null) {
    const where = typeof position === "string" ? position : position();
    throw refused(`An Excel cell cannot hold ${problem}, as ${where} would.`);
  }
  if (cell === undefined || Number.isNaN(cell)) return null;
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  return typeof cell === "string" ? escaped(cell) : (cell as CellValue);
}

/** Why the library would write a cell wrongly or silently drop it; null = it does not. */
function problemOf(cell: unknown): string | null {
  if (cell === null || cell === undefined || typeof cell === "boolean" || typeof cell === "bigint") return null;
  if (typeof cell === "number") return Math.abs(cell) === Infinity ? "an infinite number" : null;
  if (typeof cell === "string") {
    if (cell.length > MAX_TEXT) return `text of more than ${MAX_TEXT} characters`;
    return cell.isWellFormed() ? null : "text that UTF-8 cannot hold";
  }
  if (cell instanceof Date) {
    const time = cell.getTime();
    return time >= FIRST_DAY && time < AFTER_LAST_DAY ? null : "a date outside the years 1900 to 9999";
  }
  return Array.isArray(cell) ? "a list" : `a value of type ${typeof cell}`;
}

/**
 * `_x0041_` is Excel's spelling of a character by its code. The library spells characters that XML lacks so, but not U+FFFE
 * and U+FFFF: these are spelled here. An underscore that begins such a spelling, in the text itself or once the library has
 * spelled the character after it, is spelled, too; Excel would decode it otherwise.
 */
const escaped = (text: string) =>
  text.replace(/_(?=x[0-9A-Fa-f]{4}(?:_|[^\t\n -\ufffd]))|[\ufffe\uffff]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `_x${code.padStart(4, "0")}_`;
  });
