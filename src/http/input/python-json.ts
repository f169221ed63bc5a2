import type { Budget } from "../../core/values/budget.ts";
import type { Reviver } from "../../core/values/json-integers.ts";
import { type Integers, type ParsedJson, parseJson, reviverFor } from "../../core/values/json-text.ts";

/** Parses JSON as Python does: `NaN`, `Infinity` and `-Infinity` count as numbers. Otherwise as {@link parseJson}. */
export function parsePythonJson(
  text: string,
  integers: Integers = "rounded",
  budget: Budget | null = null,
): ParsedJson {
  const parsed = parseJson(text, integers, budget);
  if (parsed.ok || parsed.reason === "too_deep" || !/NaN|Infinity/.test(text)) return parsed;
  return parseWithPythonNumbers(text, reviverFor(text, integers));
}

/** An unterminated string matches up to the end of the text: a new attempt at each of its quotes would take quadratic time. */
const STRING_OR_PYTHON_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|-?Infinity\b|NaN\b/gs;

/** The infinities become literals that overflow; `NaN`, which has none, becomes a random text, which the caller cannot have sent. */
function parseWithPythonNumbers(text: string, revive: Reviver = (_, item) => item): ParsedJson {
  const mark = `NaN ${crypto.randomUUID()}`;
  const replacement = (token: string): string => {
    if (token.startsWith('"')) return token;
    if (token === "NaN") return JSON.stringify(mark);
    return token.startsWith("-") ? " -1e999 " : " 1e999 ";
  };
  const reviveNumber: Reviver = (key, item, context) => (item === mark ? Number.NaN : revive(key, item, context));
  try {
    return { ok: true, value: JSON.parse(text.replace(STRING_OR_PYTHON_NUMBER, replacement), reviveNumber) };
  } catch {
    return { ok: false, reason: "malformed" };
  }
}
