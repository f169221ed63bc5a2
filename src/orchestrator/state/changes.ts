import type { Changes } from "../../core/jobs/state/jobs-state.ts";
import type { ObjectMeta } from "../../core/jobs/state/records.ts";

/** The changes that are lists, each of which the journal and the tables keep. */
export const LISTS = [
  "nodes",
  "jobs",
  "submissions",
  "deletedNodes",
  "deletedJobs",
  "deletedSubmissions",
  "locked",
  "unlocked",
  "waiting",
  "waitedFor",
  "timers",
] as const satisfies readonly (keyof Changes)[];

/**
 * Whether a transaction has changed nothing but its own time and number: then nothing is written, and the next transaction has
 * the same number.
 */
export function isNothing(changes: Changes, before: ObjectMeta): boolean {
  if (changes.outbox.length > 0 || LISTS.some((list) => changes[list].length > 0)) return false;
  const { clock, confirmed, counted } = before;
  const after = { ...changes.meta, clock, confirmed, counted, revision: changes.meta.revision - 1 };
  return JSON.stringify(after) === JSON.stringify({ ...before });
}
