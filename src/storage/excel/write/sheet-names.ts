import { TaipyError } from "../../../core/errors.ts";

/** A ZIP archive counts no more parts than these sheets and the parts about them. */
const MAX_SHEETS = 65_000;
const LONGEST_NAME = 31;

/** Characters that XML lacks or takes for a space, halves of surrogate pairs, and those that Excel forbids. */
const NOT_IN_NAMES = /[\p{Cc}\p{Surrogate}\ufffe\uffff\\/?*:[\]]/u;

/**
 * @param others the names of sheets that are there already
 * @throws TaipyError `invalid_value` for names that Excel has no sheets of
 */
export function checkSheetNames(names: readonly string[], others: readonly string[] = []): void {
  const count = names.length + others.length;
  if (count > MAX_SHEETS) throw refused(`A workbook has ${MAX_SHEETS} sheets at most, not ${count}.`);
  const seen = new Set(others.map((name) => name.toLowerCase()));
  for (const name of names) {
    const problem = problemOf(name);
    if (problem !== null) throw refused(`The name of a sheet ${JSON.stringify(name)} ${problem}.`);
    if (seen.has(name.toLowerCase())) throw refused(`Two sheets have the name "${name}" in Excel.`);
    seen.add(name.toLowerCase());
  }
}

function problemOf(name: string): string | null {
  const wrong = NOT_IN_NAMES.exec(name)?.[0];
  if (wrong !== undefined) return `contains ${JSON.stringify(wrong)}, which no name can`;
  if (name === "") return "is empty";
  if (name.length > LONGEST_NAME) return `has ${name.length} characters; Excel allows at most ${LONGEST_NAME}`;
  if (name.startsWith("'") || name.endsWith("'")) return "begins or ends with an apostrophe, which no name can";
  return name.toLowerCase() === "history" ? "is reserved by Excel" : null;
}

const refused = (message: string) => new TaipyError("invalid_value", message);
