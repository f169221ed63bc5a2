import { TaipyError } from "../../core/errors.ts";
import { cut } from "../../core/listed.ts";
import type { Budget } from "../../core/values/budget.ts";
import { isScalar } from "../../core/values/exact/scalar.ts";
import { type CsvDialect, fieldText, NEW_FILE } from "./csv-dialect.ts";
import type { Table } from "./tabular-value.ts";

const BATCH_ROWS = 1_000;

/**
 * Writes CSV as pandas does; a cell that looks like a missing one is null when it is read again.
 * @throws TaipyError `invalid_value` for a cell that CSV cannot hold, `value_too_large`
 */
export function formatCsv(
  { columns, rows }: Table,
  hasHeader: boolean,
  budget: Budget,
  { lineEnd, quoting }: CsvDialect = NEW_FILE,
): string {
  if (columns.length === 0) return "";
  const parts: string[] = [];
  const add = (records: readonly (readonly string[])[]) => {
    if (records.length === 0) return;
    const text = records.map(recordText).join("");
    budget.charge("characters", text.length, `rows up to ${parts.length * BATCH_ROWS}`);
    parts.push(text);
  };
  const recordText = (fields: readonly string[]): string => {
    // The only cell of a line: without quotes the line would be blank, which readers skip.
    if (fields.length === 1 && fields[0] === "") return `""${lineEnd}`;
    return fields.map((field) => fieldText(field, quoting)).join(",") + lineEnd;
  };
  if (hasHeader) add([columns]);
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    const batch = rows.slice(start, start + BATCH_ROWS);
    add(batch.map((cells, at) => cells.map((cell, column) => cellText(cell, start + at, columns[column] ?? ""))));
  }
  return parts.join("");
}

/** The text of a cell. @throws TaipyError `invalid_value` for a cell that CSV cannot hold */
export function cellText(cell: unknown, row: number, column: string): string {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return "";
  if (typeof cell === "string" || typeof cell === "bigint") return String(cell);
  if (isScalar(cell) && !(cell instanceof Date)) return String(cell);
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "boolean") return cell ? "True" : "False";
  if (cell instanceof Date && !Number.isNaN(cell.getTime())) return cell.toISOString();
  const what = Array.isArray(cell) ? "a list" : cell instanceof Date ? "an invalid date" : `a ${typeof cell}`;
  throw new TaipyError(
    "invalid_value",
    `A cell holds text, a number, a boolean, a date or nothing; row ${row + 1} has ${what} in column "${cut(column)}".`,
  );
}

function numberText(number: number): string {
  if (number === Infinity) return "inf";
  if (number === -Infinity) return "-inf";
  return Object.is(number, -0) ? "-0.0" : String(number);
}
