import { lacksAnything, mend } from "../../core/jobs/machine/resume.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

export interface Mended {
  /** Timers, waits, settlements and rows of D1 that were missing. */
  readonly moved: number;
  /** Nodes of other domains that must be read again. */
  readonly foreign: ReadonlySet<string>;
}

// docs/decisions/061-a-watchdog-finds-work-that-stands-still.md
/**
 * Mends submissions that have not ended as far as D1 knows. One that lacks nothing costs no commit; each other one has a
 * transaction of its own, so that one that throws holds up no other.
 */
export function mendSubmissions(
  { domain, log }: Pick<OrchestratorDeps, "domain" | "log">,
  commits: Commits,
  ids: readonly string[],
): Mended {
  const foreign = new Set<string>();
  let moved = 0;
  for (const id of ids) {
    try {
      if (!commits.read((view) => lacksAnything(view, id))) continue;
      const mended = commits.commit((transaction) => mend(transaction, id));
      moved += mended.moved;
      for (const node of mended.foreign) foreign.add(node);
    } catch (error) {
      log("submission_not_mended", { domain, submission_id: id, error: String(error) });
    }
  }
  return { moved, foreign };
}
