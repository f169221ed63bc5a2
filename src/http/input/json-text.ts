import { hasLongIntegers, type Reviver, reviveInteger } from "../../core/values/json-integers.ts";

/** How deep arrays and objects of a body may be nested: far above real data, far below what overflows a stack. */
export const MAX_JSON_DEPTH = 500;

/** What becomes of an integer beyond 2^53, whose digits a double does not keep: the nearest double, or a BigInt. */
export type Integers = "rounded" | "exact";

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: "malformed" | "too_deep" };

/** Reads JSON as Python does: `NaN`, `Infinity` and `-Infinity` count as numbers. */
export function parseJson(text: string, integers: Integers = "rounded"): ParsedJson {
  if (isTooDeep(text)) return { ok: false, reason: "too_deep" };
  // A reviver makes parsing several times slower, and few texts need it.
  const revive = integers === "exact" && hasLongIntegers(text) ? reviveInteger : undefined;
  try {
    return { ok: true, value: JSON.parse(text, revive) };
  } catch {
    return /NaN|Infinity/.test(text) ? parseWithPythonNumbers(text, revive) : { ok: false, reason: "malformed" };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (quoted) {
      if (unit === BACKSLASH) at++;
      else if (unit === QUOTE) quoted = false;
    } else if (unit === QUOTE) quoted = true;
    else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth--;
  }
  return false;
}

/** A string that never ends is one piece to the end of the text: trying again at each quote in it would take forever. */
const STRING_OR_PYTHON_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|-?Infinity\b|NaN\b/gs;

/** The infinities become literals that overflow; `NaN`, which has none, becomes a text that nobody can have sent. */
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
