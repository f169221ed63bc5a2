import { isMapping } from "../../field-errors.ts";
import { Decimal } from "./decimal.ts";
import { dateOfText } from "./precise-date.ts";
import { isScalar } from "./scalar.ts";
import { TimeOfDay } from "./time-of-day.ts";
import { Duration } from "./time-span.ts";

/** What the cells of a column are, where a file's schema, a database or a workbook's formats say it. */
export type CellKind =
  | "timestamp"
  | "time"
  | "duration"
  | "decimal"
  | "integer"
  | "number"
  | "boolean"
  | "text"
  | "bytes";

/** The value of a column's cell that is not null; undefined when the given one can't be one. */
type Reader = (cell: unknown) => unknown;

const READERS: Readonly<Record<CellKind, Reader>> = {
  timestamp: dateOf,
  time: (cell) => (typeof cell === "string" ? (TimeOfDay.parse(cell) ?? undefined) : ifIs(cell, TimeOfDay)),
  duration: (cell) => (typeof cell === "string" ? (Duration.parse(cell) ?? undefined) : ifIs(cell, Duration)),
  decimal: decimalOf,
  integer: integerOf,
  number: numberOf,
  boolean: (cell) => (typeof cell === "boolean" ? cell : undefined),
  text: (cell) => (typeof cell === "string" ? cell : undefined),
  bytes: bytesOf,
};

/**
 * A cell for a column whose kind is known, from every form in which a read answers it: a date from Taipy's tagged form or ISO text,
 * a time of day, a duration and a decimal from their texts, bytes from a list of numbers.
 * @returns null for null and undefined (a missing cell); undefined when the column can't hold the cell exactly
 */
export const typedCell = (cell: unknown, kind: CellKind): unknown =>
  cell === null || cell === undefined ? null : READERS[kind](cell);

const ifIs = <T>(cell: unknown, type: new (...given: never[]) => T): T | undefined =>
  cell instanceof type ? cell : undefined;

function dateOf(cell: unknown): Date | undefined {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : cell;
  if (typeof cell === "string") return dateOfText(cell) ?? undefined;
  return isMapping(cell) ? (dateOfTag(cell) ?? undefined) : undefined;
}

function decimalOf(cell: unknown): number | bigint | Decimal | undefined {
  if (typeof cell === "string") return Decimal.parse(cell) ?? undefined;
  if (typeof cell === "bigint" || cell instanceof Decimal) return cell;
  const number = cell instanceof Number ? cell.valueOf() : cell;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** From here on JavaScript shows an exponent. */
const MOST_SHOWN = 1e21;

function integerOf(cell: unknown): number | bigint | undefined {
  const number = decimalOf(cell);
  if (typeof number === "bigint") return number;
  if (typeof number !== "number" || !Number.isInteger(number)) return undefined;
  if (Number.isSafeInteger(number)) return number;
  // A request's integer that shows the same digits as JavaScript's number is one.
  return Math.abs(number) < MOST_SHOWN ? BigInt(String(number)) : undefined;
}

function numberOf(cell: unknown): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return BigInt(Number(cell)) === cell ? Number(cell) : undefined;
  return cell instanceof Number && !(cell instanceof Decimal) ? cell.valueOf() : undefined;
}

const isByte = (item: unknown): boolean => Number.isInteger(item) && (item as number) >= 0 && (item as number) <= 255;

function bytesOf(cell: unknown): Uint8Array | undefined {
  if (cell instanceof Uint8Array) return cell;
  return Array.isArray(cell) && cell.every(isByte) ? Uint8Array.from(cell) : undefined;
}

/** Whether a JSON text may have an object in Taipy's form. */
export const hasTags = (json: string): boolean => json.includes('"__type__"');

/** The date of Taipy's form `{"__type__": "Datetime", "__value__": "…"}`, with all its digits; null for any other object. */
export function dateOfTag(value: object): Date | null {
  if (!("__type__" in value) || !("__value__" in value)) return null;
  return value.__type__ === "Datetime" && typeof value.__value__ === "string" ? dateOfText(value.__value__) : null;
}

/**
 * The value of a request with a date in the place of every date in Taipy's form: what a read answers can be written again. Changes
 * the value's lists and objects.
 */
export function untagged(value: unknown): unknown {
  const root = { value };
  const open: unknown[] = [root];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const members = part as Record<number | string, unknown>;
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (typeof member !== "object" || member === null || isScalar(member)) continue;
      const date = dateOfTag(member);
      if (date === null) open.push(member);
      else members[name] = date;
    }
  }
  return root.value;
}
