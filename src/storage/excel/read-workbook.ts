import { TaipyError } from "../../core/errors.ts";
import { distinctNames, numberedNames } from "../table/column-names.ts";
import { checkCells, checkUnpackedSize } from "../table/limits.ts";
import type { Table } from "../table/tabular-value.ts";
import { unpackedSize } from "./package-size.ts";

/**
 * Limit of the bytes that are unpacked for all sheets together: each is read with the shared texts, and many sheets may refer
 * to the same part.
 */
const MAX_READ_BYTES = 256 * 1024 * 1024;

/** Errors of formulas; pandas reads them as missing. */
const ERRORS: ReadonlySet<unknown> = new Set([
  "#DIV/0!",
  "#N/A",
  "#NAME?",
  "#NULL!",
  "#NUM!",
  "#REF!",
  "#VALUE!",
  "#SPILL!",
  "#CALC!",
]);

/**
 * Names of the sheets of a workbook in their order.
 * @throws TaipyError `invalid_value` for bytes that are no workbook, or that unpack to more than a Worker can hold
 */
export async function sheetNames(workbook: Uint8Array): Promise<string[]> {
  const { total, perSheet } = unpackedSize(workbook);
  checkUnpackedSize(total);
  const names: string[] = [];
  const collect = ({ name }: { readonly name: string }) => {
    names.push(name);
    return false;
  };
  const { readXlsx } = await import("./excel-library.ts");
  await reading("the workbook", () => readXlsx(workbook, { sheets: collect }));
  if (names.length * perSheet <= MAX_READ_BYTES) return names;
  const message = `The workbook has ${names.length} sheets that are read with ${perSheet} bytes each; ${MAX_READ_BYTES} bytes in all are possible.`;
  throw new TaipyError("invalid_value", message);
}

/**
 * One sheet, which must be there, as pandas reads it: with a header its first row names the columns, else they are "0",
 * "1", …. Empty cells, and those that show an error, are null; empty rows count up to the last that is not.
 */
export async function readSheet(workbook: Uint8Array, sheet: string, hasHeader: boolean): Promise<Table> {
  const rows: unknown[][] = [];
  let width = 0;
  const { streamXlsxRows } = await import("./excel-library.ts");
  await reading(`the sheet "${sheet}"`, async () => {
    for await (const { index, values } of streamXlsxRows(workbook, { sheet })) {
      const cells = values.map((cell) => (cell === "" || ERRORS.has(cell) ? null : cell));
      const used = cells.findLastIndex((cell) => cell !== null) + 1;
      if (used === 0) continue;
      width = Math.max(width, used);
      checkCells(width, index + 1);
      while (rows.length < index) rows.push([]);
      rows[index] = cells.slice(0, used);
    }
  });
  const filled = (cells: readonly unknown[]) => Array.from({ length: width }, (_, column) => cells[column] ?? null);
  if (!hasHeader) return { columns: numberedNames(width), rows: rows.map(filled) };
  const [header = [], ...body] = rows;
  return { columns: distinctNames(filled(header).map(nameOf)), rows: body.map(filled) };
}

function nameOf(cell: unknown): string {
  if (cell === null) return "";
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

/** Any error of the library means that the bytes are wrong. */
async function reading<T>(part: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TaipyError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TaipyError(
      "invalid_value",
      `The stored value is not an Excel workbook: ${part} cannot be read: ${reason}.`,
    );
  }
}
