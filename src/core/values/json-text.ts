import type { Budget } from "./budget.ts";
import { hasLongIntegers, reviveInteger } from "./json-integers.ts";
import { isTooDeep } from "./json-scan.ts";

/** The form of an integer beyond 2^53, whose digits a double does not keep: the nearest double, or a BigInt. */
export type Integers = "rounded" | "exact";

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: "malformed" | "too_deep" };

/**
 * Parses JSON; never throws anything else.
 * @param budget charged before the text is parsed; null = a text of bounded length
 * @throws TaipyError `value_too_large`
 */
export function parseJson(text: string, integers: Integers = "rounded", budget: Budget | null = null): ParsedJson {
  if (isTooDeep(text, budget)) return { ok: false, reason: "too_deep" };
  const reviver = reviverFor(text, integers);
  if (reviver !== undefined) budget?.charge("characters", text.length, "the text, which has long integers");
  try {
    return { ok: true, value: JSON.parse(text, reviver) };
  } catch {
    return { ok: false, reason: "malformed" };
  }
}

/** A reviver makes parsing several times slower, and few texts need it. */
export const reviverFor = (text: string, integers: Integers) =>
  integers === "exact" && hasLongIntegers(text) ? reviveInteger : undefined;
