import { TaipyError } from "../../../core/errors.ts";
import { compareNumbers, Decimal } from "../../../core/values/exact/decimal.ts";
import { PreciseDate } from "../../../core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../../core/values/exact/time-of-day.ts";
import { Duration } from "../../../core/values/exact/time-span.ts";
import { serialOf } from "../serials.ts";
import { escapedXml } from "../xml/xml-text.ts";

const MAX_TEXT = 32_767;
const MILLISECOND = 1_000_000;

/** What a cell of a workbook holds; null = nothing. */
export type Cell = number | string | boolean | Date | TimeOfDay | Duration | null;

/**
 * A value as a cell holds it.
 * @param position names the cell in a refusal
 * @throws TaipyError `invalid_value` for what Excel can't hold, or could not give back as it is
 */
export function cellOf(value: unknown, is1904: boolean, position: () => string): Cell {
  const cell = plainCell(value);
  const problem = problemOf(cell, is1904);
  if (problem === null) return cell as Cell;
  throw new TaipyError("invalid_value", `An Excel cell cannot hold ${problem}, as ${position()} would.`);
}

/** Numbers of other classes as JavaScript's number, where it is the same number. */
function plainCell(value: unknown): unknown {
  if (value === undefined || value === "" || Number.isNaN(value)) return null;
  if (typeof value === "bigint") return BigInt(Number(value)) === value ? Number(value) : value;
  if (!(value instanceof Number)) return value;
  const number = value.valueOf();
  return value instanceof Decimal && !isNearest(value, number) ? value : number;
}

/** Other programs write a double with 17 digits: these stand for the double. */
function isNearest(decimal: Decimal, number: number): boolean {
  const shown = Number.isFinite(number) ? Decimal.parse(number.toPrecision(17)) : null;
  return shown !== null && compareNumbers(decimal, shown) === 0;
}

/** Why Excel can't hold a value; null = it can. */
function problemOf(cell: unknown, is1904: boolean): string | null {
  if (cell === null || typeof cell === "boolean") return null;
  if (typeof cell === "number") return Math.abs(cell) === Infinity ? "an infinite number" : null;
  if (typeof cell === "bigint") return `an integer of more digits than a double (${cell})`;
  if (cell instanceof Decimal) return `a decimal of more digits than a double (${cell})`;
  if (typeof cell === "string") {
    if (cell.length > MAX_TEXT) return `text of more than ${MAX_TEXT} characters`;
    return cell.isWellFormed() ? null : "text that UTF-8 cannot hold";
  }
  if (cell instanceof Date || cell instanceof TimeOfDay || cell instanceof Duration) {
    if (hasMoreThanMilliseconds(cell)) return `a time with more digits than milliseconds (${textOf(cell)})`;
    if (serialOf(cell, is1904) !== null) return null;
    return cell instanceof Date
      ? `a date outside the years ${is1904 ? 1904 : 1900} to 9999`
      : `a duration of more than 2958466 days`;
  }
  return Array.isArray(cell) ? "a list" : `a value of type ${typeof cell}`;
}

function hasMoreThanMilliseconds(time: Date | TimeOfDay | Duration): boolean {
  if (time instanceof Date) return time instanceof PreciseDate;
  return time instanceof TimeOfDay
    ? time.nanoseconds % MILLISECOND !== 0
    : time.nanoseconds % BigInt(MILLISECOND) !== 0n;
}

const textOf = (time: Date | TimeOfDay | Duration) => (time instanceof Date ? time.toISOString() : String(time));

/** Where a cell goes, and how its sheet is written. */
export interface CellPlace {
  /** Such as "AB12". */
  readonly place: string;
  /** Its index in the workbook; 0 = none. */
  readonly style: number;
  /** The prefix of the sheet's elements. */
  readonly prefix: string;
  readonly is1904: boolean;
}

export function cellXml(cell: Exclude<Cell, null>, { place, style, prefix, is1904 }: CellPlace): string {
  const styled = style > 0 ? ` s="${style}"` : "";
  const start = `<${prefix}c r="${place}"${styled}`;
  const end = `</${prefix}c>`;
  if (typeof cell === "string") {
    const space = /^\s|\s$/.test(cell) ? ' xml:space="preserve"' : "";
    const text = `<${prefix}is><${prefix}t${space}>${escapedText(cell)}</${prefix}t></${prefix}is>`;
    return `${start} t="inlineStr">${text}${end}`;
  }
  const type = typeof cell === "boolean" ? ' t="b"' : "";
  return `${start}${type}><${prefix}v>${numberText(cell, is1904)}</${prefix}v>${end}`;
}

function numberText(cell: Exclude<Cell, string | null>, is1904: boolean): string {
  if (typeof cell === "boolean") return cell ? "1" : "0";
  // -0 is written as 0.
  return String(typeof cell === "number" ? cell : serialOf(cell, is1904));
}

/**
 * `_x0041_` is Excel's spelling of a character by its code. Characters that XML lacks or changes are spelled so, and so is an
 * underscore that begins such a spelling, in the text itself or once the character after it is spelled.
 */
function escapedText(text: string): string {
  const isPlain = !UNSAFE.test(text);
  return escapedXml(isPlain ? text : text.replace(SPELLED, spelled));
}

const UNSAFE = /_x|[^\P{Cc}\t\n]|[\ufffe\uffff]/u;
const SPELLED = /_(?=x[0-9A-Fa-f]{4}(?:_|[^\P{Cc}\t\n]|[\ufffe\uffff]))|[^\P{Cc}\t\n]|[\ufffe\uffff]/gu;

const spelled = (character: string) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

const LETTERS = 26;
const LETTER_A = 0x41;

/** The letters of a column: 0 is "A", 26 is "AA". */
export function columnLetters(column: number): string {
  let letters = "";
  for (let left = column; left >= 0; left = Math.floor(left / LETTERS) - 1) {
    letters = String.fromCharCode(LETTER_A + (left % LETTERS)) + letters;
  }
  return letters;
}
