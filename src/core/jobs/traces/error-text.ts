import { splitStack, usersFrames } from "./frames.ts";
import type { LineTable } from "./line-table.ts";

/** Errors of one trace, with causes and the errors of an AggregateError: what a caller throws may hold any number. */
const MAX_ERRORS = 10;

interface Pending {
  readonly thrown: unknown;
  readonly lead: string;
}

/**
 * What was thrown, as a text: the error with the user's frames, its causes, and the errors of an AggregateError.
 * @param table of the bundle; null = none fits
 * @param isOurs this service has thrown it: its frames say nothing to the user
 */
export function errorText(thrown: unknown, table: LineTable | null, isOurs: boolean): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  let pending: readonly Pending[] = [{ thrown, lead: "" }];
  for (;;) {
    const [next, ...others] = pending;
    if (next === undefined) return texts.join("\n");
    pending = others;
    if (seen.has(next.thrown)) continue;
    if (texts.length === MAX_ERRORS) return [...texts, "… and more errors"].join("\n");
    seen.add(next.thrown);
    texts.push(next.lead + ownText(next.thrown, table, isOurs));
    pending = [...insideOf(next.thrown), ...pending];
  }
}

function ownText(thrown: unknown, table: LineTable | null, isOurs: boolean): string {
  if (!(thrown instanceof Error)) return `Thrown: ${String(thrown)}`;
  const { head, frames } = splitStack(String(thrown.stack ?? thrown));
  // A stack without a text: the error's own is then better than none.
  const text = head === "" ? String(thrown) : head;
  return [text, ...(isOurs ? [] : usersFrames(frames, table))].join("\n");
}

/** The errors of an AggregateError, then the cause, whichever there are. */
function insideOf(thrown: unknown): readonly Pending[] {
  if (!(thrown instanceof Error)) return [];
  const all: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors.slice(0, MAX_ERRORS) : [];
  const errors = all.map((error, index) => ({ thrown: error, lead: `Error ${index + 1} of ${all.length}: ` }));
  return thrown.cause === undefined ? errors : [...errors, { thrown: thrown.cause, lead: "Caused by: " }];
}
