import type { DateStyles } from "./date-styles.ts";

/** What the cells of all sheets refer to. */
export interface CellContext {
  readonly texts: readonly string[];
  readonly styles: DateStyles;
  /** Dates count from 1904 instead of from 1900. */
  readonly is1904: boolean;
}

/** A cell as a sheet has it. */
export interface RawCell {
  readonly type: string;
  /** The index of its style; -1 = none. */
  readonly style: number;
  readonly value: string;
  readonly inlineText: string;
}

/** Errors of formulas; pandas reads them as missing. */
const ERRORS: ReadonlySet<string> = new Set([
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

/** The value of a cell: a number, a date, a text, or true or false. Empty cells, and those that show an error, are null. */
export function cellValue({ type, style, value, inlineText }: RawCell, workbook: CellContext): unknown {
  switch (type) {
    case "s":
      return value === "" ? null : textOrNull(workbook.texts[Number(value)] ?? "");
    case "inlineStr":
      return textOrNull(inlineText);
    case "str":
    case "e":
      return textOrNull(value);
    case "b":
      return value === "1" || value.toLowerCase() === "true";
    default:
      return numberOrDate(value, workbook.styles.isDate(style), workbook.is1904);
  }
}

const textOrNull = (text: string) => (text === "" || ERRORS.has(text) ? null : text);

function numberOrDate(text: string, isDate: boolean, is1904: boolean): unknown {
  const number = text === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number)) return textOrNull(text);
  if (!isDate) return number;
  const date = dateOf(number, is1904);
  return Number.isNaN(date.getTime()) ? number : date;
}

const DAY = 86_400_000;
const BEFORE_1900 = Date.UTC(1899, 11, 31);
const START_OF_1904 = Date.UTC(1904, 0, 1);
/** Excel counts 29 February 1900 as day 60; there was none. */
const NO_DAY = 60;

function dateOf(days: number, is1904: boolean): Date {
  if (is1904) return new Date(START_OF_1904 + Math.round(days * DAY));
  return new Date(BEFORE_1900 + Math.round((days >= NO_DAY ? days - 1 : days) * DAY));
}
