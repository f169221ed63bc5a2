import { TaipyError } from "../../core/errors.ts";
import { cut, listed } from "../../core/listed.ts";
import { Decimal } from "../../core/values/exact/decimal.ts";
import { integerLiteral } from "../../core/values/exact/json-integers.ts";
import { textOfDate } from "../../core/values/exact/precise-date.ts";
import { isClockValue } from "../../core/values/exact/scalar.ts";
import { typedCell } from "../../core/values/exact/typed-cell.ts";
import type { Table } from "../table/tabular-value.ts";
import type { Column, TableFacts } from "./database.ts";

/**
 * A table ready for a database: the columns of its cells, and cells that are null (also for NaN, as pandas writes it),
 * numbers, texts, booleans, dates, bytes or, in columns of JSON, any value. Cells may have every form in which a read answers them.
 * Columns that the database computes are left out.
 * @throws TaipyError `invalid_value` for other cells and for columns that the database does not have
 */
export function storableTable(
  { columns: names, rows }: Table,
  columns: readonly Column[],
  { generated, bytes }: Pick<TableFacts, "generated" | "bytes">,
): StorableTable {
  const targets = names.map((name) => columnOf(name, columns));
  const written = targets.flatMap((column, index) =>
    generated.has(column.name)
      ? []
      : [{ column: bytes.has(column.name) ? { ...column, kind: "bytes" as const } : column, index }],
  );
  return {
    columns: written.map(({ column }) => column),
    rows: rows.map((row, at) => written.map(({ column, index }) => storable(row[index], column, at))),
  };
}

export interface StorableTable {
  readonly columns: readonly Column[];
  readonly rows: Table["rows"];
}

function columnOf(name: string, columns: readonly Column[]): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const names = listed(columns.map((candidate) => candidate.name));
  throw new TaipyError("invalid_value", `The table has no column "${cut(name)}". Its columns: ${names}.`);
}

function storable(given: unknown, column: Column, row: number): unknown {
  const refuse = (what: string) =>
    new TaipyError("invalid_value", `The table's row ${row + 1} has ${what} in column "${column.name}".`);
  const cell = inColumn(given, column);
  switch (typeof cell) {
    case "boolean":
    case "bigint":
      return cell;
    case "number":
      if (column.isInteger === true && !Number.isInteger(cell) && Number.isFinite(cell))
        throw refuse(`the fraction ${cell}, which the database would round,`);
      return Number.isNaN(cell) ? null : cell;
    case "string":
      if (!cell.isWellFormed()) throw refuse("text that UTF-8 cannot hold");
      return cell;
    case "undefined":
      return null;
    case "object":
      if (cell === null || cell instanceof Uint8Array) return cell;
      if (cell instanceof Date) return storableDate(cell, column, refuse);
      if (cell instanceof Decimal) return cell;
      if (isClockValue(cell)) return String(cell);
      if (column.kind === "json") return cell;
      throw refuse(`a ${Array.isArray(cell) ? "list" : "object"}`);
    default:
      throw refuse(`a ${typeof cell}`);
  }
}

/** The cell in the type of its column, where it has a form of that type. */
function inColumn(cell: unknown, { kind }: Column): unknown {
  if (kind === "date") return typedCell(cell, "timestamp") ?? cell;
  return kind === "bytes" && Array.isArray(cell) ? (typedCell(cell, "bytes") ?? cell) : cell;
}

function storableDate(date: Date, { timeDigits }: Column, refuse: (what: string) => TaipyError): Date {
  if (Number.isNaN(date.getTime())) throw refuse("an invalid date");
  if (timeDigits === undefined) return date;
  const [time = "", fraction = ""] = textOfDate(date).slice("0000-00-00T".length).split(".");
  if (timeDigits === null && `${time}${fraction}` !== "00:00:00")
    throw refuse(`the time ${time}, which a column of dates would drop,`);
  if (timeDigits !== null && fraction.replace(/0{1,9}$/, "").length > timeDigits)
    throw refuse(`the time ${time}.${fraction}, of which the column keeps ${timeDigits} digits of the second,`);
  return date;
}

/** JSON text of a cell; numbers keep all digits. `bytesForm` is the form of bytes, which JSON does not have. */
export function jsonOfCell(cell: unknown, bytesForm: (hex: string) => unknown): string {
  if (typeof cell === "bigint") return String(cell);
  if (cell instanceof Uint8Array) return JSON.stringify(bytesForm(hexOf(cell)));
  return JSON.stringify(cell, bigIntegers);
}

const bigIntegers = (_name: string, part: unknown): unknown => (typeof part === "bigint" ? integerLiteral(part) : part);

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Joins texts to JSON arrays of at most so many characters (and one item at least). */
export function* jsonLists(items: Iterable<string>, maxCharacters: number): Generator<string> {
  let list: string[] = [];
  let length = 0;
  for (const item of items) {
    if (list.length > 0 && length + item.length > maxCharacters) {
      yield `[${list.join(",")}]`;
      list = [];
      length = 0;
    }
    list.push(item);
    length += item.length + 1;
  }
  if (list.length > 0) yield `[${list.join(",")}]`;
}
