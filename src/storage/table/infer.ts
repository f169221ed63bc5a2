/** What pandas reads as a missing value. */
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
const FLOAT = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
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
