import { DEADLINES, within } from "../../core/deadlines.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** So many are read of D1 once more. More of them have not all ended just now. */
const MOST_READ = 20;

// docs/decisions/061-a-watchdog-finds-work-that-stands-still.md
/**
 * Those submissions that the object does not have, and that D1 shows as unfinished still. D1 has everything of this object:
 * a submission that has ended, or was deleted, since the watchdog read D1 has left the object with it.
 */
export async function unknownSubmissions(
  { store, database, sleep }: Pick<OrchestratorDeps, "store" | "database" | "sleep">,
  ids: readonly string[],
): Promise<readonly string[]> {
  const missing = ids.filter((id) => store.submission(id) === null);
  const read = missing.slice(0, MOST_READ).map(async (id) => {
    try {
      const row = await within(DEADLINES.snapshots, sleep, database.submission(id));
      return row !== null && row.finished_at === null ? [id] : [];
    } catch {
      // The watchdog's next run asks again.
      return [];
    }
  });
  return [...(await Promise.all(read)).flat(), ...missing.slice(MOST_READ)];
}
