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

const INTEGER = /^\s*[+-]?\d+\s*$/;
/** No digit can be read in two ways, so that a long text that is no number after all is read once. */
const FLOAT = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const INFINITE = /^\s*([+-]?)inf(?:inity)?\s*$/i;
const BOOLEAN = /^(?:true|false)$/i;

/**
 * The cells of one column with the type that pandas infers for all of them: numbers, else booleans, else text. Missing
 * cells are null. Integers that a double cannot hold keep their digits: their column stays text.
 */
export function inferColumn(texts: readonly string[]): (number | boolean | string | null)[] {
  return (
    convert(texts, numberOf) ?? convert(texts, booleanOf) ?? texts.map((text) => (MISSING.has(text) ? null : text))
  );
}

/** null when one of the cells is of another type. */
function convert<T>(texts: readonly string[], cellOf: (text: string) => T | undefined): (T | null)[] | null {
  const cells: (T | null)[] = [];
  for (const text of texts) {
    const cell = MISSING.has(text) ? null : cellOf(text);
    if (cell === undefined) return null;
    cells.push(cell);
  }
  return cells;
}

/** The type of the cells of a column that are known so far; "missing" = all of them are missing. */
export type CellKind = "missing" | "number" | "boolean" | "text";

/** The type of a column after one more cell. After all cells it is the one that {@link inferColumn} gives them. */
export function narrowKind(kind: CellKind, text: string): CellKind {
  if (kind === "text" || MISSING.has(text)) return kind;
  if (kind !== "boolean" && numberOf(text) !== undefined) return "number";
  return kind !== "number" && booleanOf(text) !== undefined ? "boolean" : "text";
}

/** One cell of a column of that type; text that is of another type stays as it is. */
export function cellOf(kind: CellKind, text: string): number | boolean | string | null {
  if (MISSING.has(text)) return null;
  if (kind === "number") return numberOf(text) ?? text;
  return kind === "boolean" ? (booleanOf(text) ?? text) : text;
}

function numberOf(text: string): number | undefined {
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
