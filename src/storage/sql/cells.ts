import { TaipyError } from "../../core/errors.ts";
import { cut, listed } from "../../core/listed.ts";
import type { Table } from "../table/tabular-value.ts";
import type { Column } from "./database.ts";

/**
 * A table ready for a database: the columns of its cells, and cells that are null (also for NaN, as pandas writes it),
 * numbers, texts, booleans, dates, bytes or, in columns of JSON, any value.
 * @throws TaipyError `invalid_value` for other cells and for columns that the database does not have
 */
export function storableTable({ columns: names, rows }: Table, columns: readonly Column[]): StorableTable {
  const targets = names.map((name) => columnOf(name, columns));
  return {
    columns: targets,
    rows: rows.map((row, at) => row.map((cell, index) => storable(cell, targets[index], at))),
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

function storable(cell: unknown, column: Column | undefined, row: number): unknown {
  const refuse = (what: string) =>
    new TaipyError("invalid_value", `The table's row ${row + 1} has ${what} in column "${column?.name}".`);
  switch (typeof cell) {
    case "boolean":
    case "bigint":
      return cell;
    case "number":
      return Number.isNaN(cell) ? null : cell;
    case "string":
      if (!cell.isWellFormed()) throw refuse("text that UTF-8 cannot hold");
      return cell;
    case "undefined":
      return null;
    case "object":
      if (cell === null || cell instanceof Uint8Array) return cell;
      if (cell instanceof Date) {
        if (Number.isNaN(cell.getTime())) throw refuse("an invalid date");
        return cell;
      }
      if (column?.kind === "json") return cell;
      throw refuse(`a ${Array.isArray(cell) ? "list" : "object"}`);
    default:
      throw refuse(`a ${typeof cell}`);
  }
}

/** JSON text of a cell; numbers keep all digits. `bytesForm` is the form of bytes, which JSON does not have. */
export function jsonOfCell(cell: unknown, bytesForm: (hex: string) => unknown): string {
  if (typeof cell === "bigint") return String(cell);
  if (cell instanceof Uint8Array) return JSON.stringify(bytesForm(hexOf(cell)));
  return JSON.stringify(cell);
}

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
