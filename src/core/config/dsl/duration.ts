import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from "../../time.ts";
import type { ConfigurationIssue, Issues } from "../check/issue.ts";

type Part<Unit extends string> = `${number}${Unit}` | "";

/**
 * A duration: days, hours, minutes and seconds in this order, each optional and perhaps with decimals.
 * `"1d2h"`, `"10s"`, `"5m"`, `"1.5d"`.
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

/** Microseconds of a {@link Duration}, or null when the text is none or is too long to count exactly. */
export function parseDuration(text: string): Microseconds | null {
  const match = text === "" ? null : FORM.exec(text);
  if (match === null) return null;
  const total = UNITS.reduce((sum, unit, part) => sum + Math.round(Number(match[part + 1] ?? 0) * unit), 0);
  return Number.isSafeInteger(total) ? total : null;
}

/**
 * Reads an option of the config called `owner`. An option that is not given, or is no duration, is the fallback; in the
 * second case with an issue.
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
