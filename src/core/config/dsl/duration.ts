import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from "../../time.ts";
import type { ConfigurationIssue, Issues } from "../check/issue.ts";

type Part<Unit extends string> = `${number}${Unit}` | "";

/**
 * A duration: days, hours, minutes and seconds in this order, each optional and each with decimals if needed, such as
 * `"1d2h"`, `"10s"`, `"5m"` or `"1.5d"`.
 */
export type Duration = Exclude<`${Part<"d">}${Part<"h">}${Part<"m">}${Part<"s">}`, "">;

const PART = String.raw`(\d+(?:\.\d+)?)`;
const FORM = new RegExp(`^(?:${PART}d)?(?:${PART}h)?(?:${PART}m)?(?:${PART}s)?$`);
const UNITS: readonly Microseconds[] = [
  MICROSECONDS_PER_DAY,
  3_600 * MICROSECONDS_PER_SECOND,
  60 * MICROSECONDS_PER_SECOND,
  MICROSECONDS_PER_SECOND,
];

/** The microseconds of a {@link Duration}; null = the text is no duration, or too long for a safe integer. */
export function parseDuration(text: string): Microseconds | null {
  const match = text === "" ? null : FORM.exec(text);
  if (match === null) return null;
  const total = UNITS.reduce((sum, unit, part) => sum + Math.round(Number(match[part + 1] ?? 0) * unit), 0);
  return Number.isSafeInteger(total) ? total : null;
}

/**
 * Parses an option. The result is the fallback when the option is not given, and also, with an issue, when it is no duration.
 * @param owner the name of the config in the message
 */
export function durationOption<Fallback extends Microseconds | null>(
  text: unknown,
  fallback: Fallback,
  field: string,
  owner: string,
  issues: Issues,
): { readonly duration: Microseconds | Fallback; readonly issues: readonly ConfigurationIssue[] } {
  if (text === undefined) return { duration: fallback, issues: [] };
  const duration = typeof text === "string" ? parseDuration(text) : null;
  if (duration !== null) return { duration, issues: [] };
  const message = `\`${field}\` of ${owner} must be a duration such as "1d", "2h30m" or "10s".`;
  return { duration: fallback, issues: [issues.error(field, text, message)] };
}

export const toMilliseconds = (duration: Microseconds): number => Math.round(duration / MICROSECONDS_PER_MILLISECOND);
