import type { Budget } from "../../core/values/budget.ts";
import { type Numbers, type ParsedJson, parseJson, parseNumbers } from "../../core/values/json-text.ts";

/** Parses JSON as Python does: `NaN`, `Infinity` and `-Infinity` count as numbers. Otherwise as {@link parseJson}. */
export function parsePythonJson(text: string, numbers: Numbers = "rounded", budget: Budget | null = null): ParsedJson {
  const parsed = parseJson(text, numbers, budget);
  if (parsed.ok || parsed.reason === "too_deep" || !/NaN|Infinity/.test(text)) return parsed;
  try {
    return { ok: true, value: parseNumbers(text, numbers, { budget, pythonNumbers: true }) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return parsed;
  }
}
