import Papa from "papaparse";
import { TaipyError } from "../../core/errors.ts";
import { inferColumn } from "./infer.ts";
import { checkCells, type Table } from "./table.ts";

/**
 * Reads CSV as pandas does: comma-separated, `"` quotes, blank lines skipped, short rows filled with nulls. Without a
 * header the columns are "0", "1", ….
 * @throws TaipyError `invalid_value` for a row with too many fields or a malformed quote
 */
export function parseCsv(text: string, hasHeader: boolean): Table {
  const records = recordsOf(text.startsWith("\uFEFF") ? text.slice(1) : text);
  const [first] = records;
  if (first === undefined) return { columns: [], rows: [] };
  const wide = records.findIndex((record) => record.length > first.length);
  if (wide !== -1) {
    throw new TaipyError(
      "invalid_value",
      `The CSV text has ${records[wide]?.length} fields in row ${wide + 1}, but ${first.length} columns.`,
    );
  }
  const body = hasHeader ? records.slice(1) : records;
  checkCells(first.length, body.length);
  const cells = first.map((_, column) => inferColumn(body.map((record) => record[column] ?? "")));
  return {
    columns: hasHeader ? distinctNames(first) : first.map((_, column) => String(column)),
    rows: body.map((_, row) => cells.map((column) => column[row])),
  };
}

/** Writes CSV as pandas does; what it cannot tell from a missing cell on reading is null then. */
export function formatCsv({ columns, rows }: Table, hasHeader: boolean): string {
  if (columns.length === 0) return "";
  const body = rows.map((cells, row) => cells.map((cell, column) => textOf(cell, row, columns[column] ?? "")));
  // In a table of one column an empty cell would be a blank line, which readers skip.
  const quotes = columns.length === 1 ? (text: unknown) => text === "" : false;
  const records = hasHeader ? [columns, ...body] : body;
  const text = Papa.unparse(records as string[][], { newline: "\n", quotes });
  return records.length === 0 ? "" : `${text}\n`;
}

function recordsOf(text: string): string[][] {
  // Without quotes no field holds a line break, so endings of all kinds may be mixed.
  const quoted = text.includes('"');
  const input = quoted ? text : text.replace(/\r\n?/g, "\n");
  const { data, errors } = Papa.parse<string[]>(input, { delimiter: "," });
  const malformed = errors.find(({ type }) => type === "Quotes");
  if (malformed !== undefined) {
    throw new TaipyError("invalid_value", `The CSV text has a malformed quote in row ${(malformed.row ?? 0) + 1}.`);
  }
  const blank = data.findIndex(isBlank);
  const mayBeQuoted = quoted && blank !== -1 && (blank < data.length - 1 || !/[\r\n]$/.test(input));
  return mayBeQuoted ? writtenLinesOf(input) : data.filter((record) => !isBlank(record));
}

const isBlank = (record: readonly string[]) => record.length === 1 && record[0]?.trim() === "";

/** A line of `""` is a missing cell, a blank line is nothing: only the raw text tells them apart. */
function writtenLinesOf(text: string): string[][] {
  const records: string[][] = [];
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter: ",",
    step({ data, meta }) {
      if (text.slice(start, meta.cursor).trim() !== "") records.push(data);
      start = meta.cursor;
    },
  });
  return records;
}

/** pandas' names for columns without one, and for those that have the name of another. */
function distinctNames(header: readonly string[]): string[] {
  const taken = new Set(header);
  const seen = new Set<string>();
  return header.map((given, column) => {
    const base = given === "" ? `Unnamed: ${column}` : given;
    let name = base;
    for (let copy = 1; seen.has(name) || (name !== given && given !== "" && taken.has(name)); copy += 1) {
      name = `${base}.${copy}`;
    }
    seen.add(name);
    return name;
  });
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
