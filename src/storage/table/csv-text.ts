import Papa from "papaparse";
import { TaipyError } from "../../core/errors.ts";
import { distinctNames, numberedNames } from "./column-names.ts";
import { forEachRecord } from "./csv-records.ts";
import { inferColumn } from "./infer.ts";
import { checkCells } from "./limits.ts";
import type { Table } from "./tabular-value.ts";

/**
 * Reads CSV as pandas does: comma-separated, `"` quotes, blank lines skipped, short rows filled with nulls. Without a
 * header the columns are "0", "1", ….
 * @throws TaipyError `invalid_value` for a row with too many fields or a malformed quote
 */
export function parseCsv(text: string, hasHeader: boolean): Table {
  const records: (readonly string[])[] = [];
  forEachRecord(text, (record, number) => {
    checkWidth(record, number, records[0] ?? record);
    records.push(record);
    return true;
  });
  const [first] = records;
  if (first === undefined) return { columns: [], rows: [] };
  const body = hasHeader ? records.slice(1) : records;
  checkCells(first.length, body.length);
  const cells = first.map((_, column) => inferColumn(body.map((record) => record[column] ?? "")));
  return {
    columns: columnNames(first, hasHeader),
    rows: body.map((_, row) => cells.map((column) => column[row])),
  };
}

/** The names of the columns; null when the text has no record. Reads the first record only. */
export function columnsOfCsv(text: string, hasHeader: boolean): string[] | null {
  let columns: string[] | null = null;
  forEachRecord(text, (record) => {
    columns = columnNames(record, hasHeader);
    return false;
  });
  return columns;
}

/** @throws TaipyError `invalid_value` when a record has more fields than the first one */
export function checkWidth(record: readonly string[], number: number, first: readonly string[]): void {
  if (record.length <= first.length) return;
  const message = `The CSV text has ${record.length} fields in row ${number}, but ${first.length} columns.`;
  throw new TaipyError("invalid_value", message);
}

export const columnNames = (first: readonly string[], hasHeader: boolean): string[] =>
  hasHeader ? distinctNames(first) : numberedNames(first.length);

/** Writes CSV as pandas does; a cell that looks like a missing one is null when it is read again. */
export function formatCsv({ columns, rows }: Table, hasHeader: boolean): string {
  if (columns.length === 0) return "";
  const body = rows.map((cells, row) => cells.map((cell, column) => textOf(cell, row, columns[column] ?? "")));
  // In a table of one column an empty cell would be a blank line, which readers skip.
  const quotes = columns.length === 1 ? (text: unknown) => text === "" : false;
  const records = hasHeader ? [columns, ...body] : body;
  const text = Papa.unparse(records as string[][], { newline: "\n", quotes });
  return records.length === 0 ? "" : `${text}\n`;
}

function textOf(cell: unknown, row: number, column: string): string {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return "";
  if (typeof cell === "string" || typeof cell === "bigint") return String(cell);
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "boolean") return cell ? "True" : "False";
  if (cell instanceof Date && !Number.isNaN(cell.getTime())) return cell.toISOString();
  const what = Array.isArray(cell) ? "a list" : cell instanceof Date ? "an invalid date" : `a ${typeof cell}`;
  throw new TaipyError(
    "invalid_value",
    `A cell holds text, a number, a boolean, a date or nothing; row ${row + 1} has ${what} in column "${column}".`,
  );
}

function numberText(number: number): string {
  if (number === Infinity) return "inf";
  if (number === -Infinity) return "-inf";
  return Object.is(number, -0) ? "-0.0" : String(number);
}
