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

/** A longer text is no number, so that no pattern runs over texts of any length. */
const MAX_NUMBER_LENGTH = 1_000;

const INTEGER = /^\s*[+-]?\d+\s*$/;
/** No digit can be read in two ways, so that a long text that is no number after all is read once. */
const FLOAT = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const INFINITE = /^\s*([+-]?)inf(?:inity)?\s*$/i;
const BOOLEAN = /^(?:true|false)$/i;

/** The type of the cells of a column that are known so far; "missing" = all of them are missing. */
export type CellKind = "missing" | "number" | "boolean" | "text";

/**
 * The type of a column after one more cell; after all cells it is the one that pandas infers: numbers, else booleans, else text.
 * Integers that a double cannot hold keep their digits: their column is text.
 */
export function narrowKind(kind: CellKind, text: string): CellKind {
  if (kind === "text" || MISSING.has(text)) return kind;
  if (kind !== "boolean" && numberOf(text) !== undefined) return "number";
  return kind !== "number" && booleanOf(text) !== undefined ? "boolean" : "text";
}

/** A cell of a column of that type, which was narrowed with the cell. Missing cells are null. */
export function cellOf(kind: CellKind, text: string): number | boolean | string | null {
  if (MISSING.has(text)) return null;
  if (kind === "number") return numberCell(text);
  return kind === "boolean" ? text.toLowerCase() === "true" : text;
}

function numberCell(text: string): number {
  const number = Number(text);
  return Number.isNaN(number) ? (numberOf(text) ?? number) : number;
}

function numberOf(text: string): number | undefined {
  if (text.length > MAX_NUMBER_LENGTH) return undefined;
  if (INTEGER.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) || String(number) === text ? number : undefined;
  }
  if (FLOAT.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite === null) return undefined;
  return infinite[1] === "-" ? -Infinity : Infinity;
}

const booleanOf = (text: string) => (BOOLEAN.test(text) ? text.toLowerCase() === "true" : undefined);
