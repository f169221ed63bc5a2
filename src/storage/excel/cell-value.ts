import { dateOfText } from "../../core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../core/values/exact/time-of-day.ts";
import type { CellStyles } from "./cell-styles.ts";
import { valueOfSerial } from "./serials.ts";

/** What the cells of all sheets refer to. */
export interface CellContext {
  readonly texts: readonly string[];
  readonly styles: CellStyles;
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

/**
 * The value of a cell: a number, a date, a time of day, a duration, a text, or true or false. Empty cells, and those that show an
 * error, are null.
 */
export function cellValue({ type, style, value, inlineText }: RawCell, workbook: CellContext): unknown {
  switch (type) {
    case "s":
      return value === "" ? null : textOrNull(workbook.texts[Number(value)] ?? "");
    case "inlineStr":
      return textOrNull(inlineText);
    case "str":
      return textOrNull(value);
    case "d":
      return dateOfText(value) ?? TimeOfDay.parse(value) ?? textOrNull(value);
    case "e":
      return null;
    case "b":
      return value === "1" || value.toLowerCase() === "true";
    default:
      return numberOf(value, style, workbook);
  }
}

const textOrNull = (text: string) => (text === "" ? null : text);

function numberOf(text: string, style: number, { styles, is1904 }: CellContext): unknown {
  const number = text === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number)) return textOrNull(text);
  const shown = styles.shown(style);
  if (shown !== "number") return valueOfSerial(number, shown, is1904);
  // Excel has doubles, but other programs write the digits of integers that are none.
  return Number.isSafeInteger(number) || !INTEGER.test(text) || String(number) === text ? number : BigInt(text);
}

/** What Python reads as an integer; longer ones take more than linear time. */
const INTEGER = /^-?\d{16,4300}$/;
