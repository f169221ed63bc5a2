import { hasLongIntegers, reviveInteger } from "./json-integers.ts";

/** How deep arrays and objects may be nested: far above real data, far below the depth that overflows a stack. */
export const MAX_JSON_DEPTH = 500;

/** The form of an integer beyond 2^53, whose digits a double does not keep: the nearest double, or a BigInt. */
export type Integers = "rounded" | "exact";

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: "malformed" | "too_deep" };

/** Parses JSON; never throws. */
export function parseJson(text: string, integers: Integers = "rounded"): ParsedJson {
  if (isTooDeep(text)) return { ok: false, reason: "too_deep" };
  try {
    return { ok: true, value: JSON.parse(text, reviverFor(text, integers)) };
  } catch {
    return { ok: false, reason: "malformed" };
  }
}

/** A reviver makes parsing several times slower, and few texts need it. */
export const reviverFor = (text: string, integers: Integers) =>
  integers === "exact" && hasLongIntegers(text) ? reviveInteger : undefined;

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
