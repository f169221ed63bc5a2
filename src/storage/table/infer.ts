import { exactInteger } from "../../core/values/exact/json-integers.ts";

/** Texts that pandas reads as a missing value. */
const MISSING: ReadonlySet<string> = new Set(
  [
    "",
    "#N/A",
    "#N/A N/A",
    "#NA",
    "-1.#IND",
    "-1.#QNAN",
    "-NaN",
    "-nan",
    "1.#IND",
    "1.#QNAN",
    "<NA>",
    "N/A",
    "NA",
  ].concat(["NULL", "NaN", "None", "n/a", "nan", "null"]),
);

const LONGEST_MISSING = 8;

/** Whether pandas reads a text as a missing value, in csv as in Excel. */
export const isMissing = (text: string): boolean => text.length <= LONGEST_MISSING && MISSING.has(text);

/** Shorter integers are safe as JavaScript's numbers. */
export const LONGEST_SAFE = 15;

/** A longer text is no number, so that no pattern runs over texts of any length. */
const MAX_NUMBER_LENGTH = 1_000;

// Blanks around a number are ASCII's; others, such as a no-break space, make it text.
const INTEGER = /^[\t-\r ]*[+-]?\d+[\t-\r ]*$/;
/** No digit can be read in two ways, so that a long text that is no number after all is read once. */
const FLOAT = /^[\t-\r ]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?[\t-\r ]*$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const BOOLEAN = /^(?:true|false)$/i;

/** The type of the cells of a column that are known so far; "missing" = all of them are missing. */
export type CellKind = "missing" | "number" | "boolean" | "text";

export type Cell = number | bigint | boolean | string | null;

/**
 * The type of a column after one more cell; after all cells it is the one that pandas infers: numbers, else booleans, else text.
 * A column of numbers may have integers of any size beside others, and missing cells: pandas makes floats or text of some of these.
 */
export function narrowKind(kind: CellKind, text: string): CellKind {
  if (kind === "text" || MISSING.has(text)) return kind;
  if (kind !== "boolean" && isNumber(text)) return "number";
  return kind !== "number" && BOOLEAN.test(text) ? "boolean" : "text";
}

/** A cell of a column of that type, which was narrowed with the cell. Missing cells are null. */
export function cellOf(kind: CellKind, text: string): Cell {
  if (MISSING.has(text)) return null;
  if (kind === "number") return numberCell(text);
  return kind === "boolean" ? text.toLowerCase() === "true" : text;
}

const isNumber = (text: string): boolean =>
  text.length <= MAX_NUMBER_LENGTH && (FLOAT.test(text) || INFINITE.test(text));

function numberCell(text: string): number | bigint {
  const number = Number(text);
  if (Number.isNaN(number)) return text.startsWith("-") ? -Infinity : Infinity;
  if (Number.isSafeInteger(number)) return number === 0 && INTEGER.test(text) ? 0 : number;
  // An integer beyond 2^53 keeps its digits.
  return INTEGER.test(text) ? exactInteger(text.trim().replace("+", ""), number) : number;
}

/** Whether a text is an integer that a double may not hold: it takes more memory than other numbers. */
export const isLongInteger = (text: string): boolean =>
  text.length > LONGEST_SAFE && text.length <= MAX_NUMBER_LENGTH && INTEGER.test(text);
