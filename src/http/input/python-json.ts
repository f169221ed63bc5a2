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

const PYTHON_NUMBER = /-?Infinity\b|NaN\b/g;

/**
 * Replaces Python's numbers outside of texts. A text without an end goes to the end. Without a pattern for texts: one of a few
 * million escapes would overflow the stack of the pattern's engine.
 */
function replacePythonNumbers(json: string, replacement: (token: string) => string): string {
  const parts: string[] = [];
  for (let at = 0; at < json.length; ) {
    const quote = json.indexOf('"', at);
    const start = quote === -1 ? json.length : quote;
    const end = endOfText(json, start);
    parts.push(json.slice(at, start).replace(PYTHON_NUMBER, replacement), json.slice(start, end));
    at = end;
  }
  return parts.join("");
}

/** The place behind the quote that ends a text. */
function endOfText(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === "\\") at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

/** The infinities become literals that overflow; `NaN`, which has none, becomes a random text, which the caller cannot have sent. */
function parseWithPythonNumbers(text: string, revive: Reviver = (_, item) => item): ParsedJson {
  const mark = `NaN ${crypto.randomUUID()}`;
  const replacement = (token: string): string => {
    if (token === "NaN") return JSON.stringify(mark);
    return token.startsWith("-") ? " -1e999 " : " 1e999 ";
  };
  const reviveNumber: Reviver = (key, item, context) => (item === mark ? Number.NaN : revive(key, item, context));
  try {
    return { ok: true, value: JSON.parse(replacePythonNumbers(text, replacement), reviveNumber) };
  } catch {
    return { ok: false, reason: "malformed" };
  }
}
