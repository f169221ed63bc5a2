import { isDatabaseFull } from "../../core/faults/d1-faults.ts";
import type { Log } from "../../core/ports/runtime.ts";

export interface Deletion {
  /** Notes of what is left elsewhere, for the sweep; they read the rows before these are deleted. */
  readonly notes: readonly D1PreparedStatement[];
  readonly deletions: readonly D1PreparedStatement[];
  /** What follows from the deletion, and may be missing for a while. */
  readonly changes?: readonly D1PreparedStatement[];
}

// docs/decisions/071-deletions-make-room.md
/**
 * Deletes rows, notes what is left elsewhere, and changes what follows, in one batch. A full D1 takes only what removes rows:
 * then these go alone, so that there is room again. What was not noted is found by the check (docs/operations).
 * @returns the results of the deletions
 */
export async function deleteBatch<Row>(
  db: D1Database,
  { notes, deletions, changes = [] }: Deletion,
  log: Log,
): Promise<D1Result<Row>[]> {
  try {
    const results = await db.batch<Row>([...notes, ...deletions, ...changes]);
    return results.slice(notes.length, notes.length + deletions.length);
  } catch (error) {
    if (!isDatabaseFull(error) || notes.length + changes.length === 0) throw error;
  }
  const results = await db.batch<Row>([...deletions]);
  log("deletion_not_noted", { notes: notes.length, changes: changes.length });
  if (changes.length > 0) await db.batch([...changes]).catch(whenFull);
  return results;
}

function whenFull(error: unknown): void {
  if (!isDatabaseFull(error)) throw error;
}
