import { Cancellation } from "../core/cancellation.ts";
import { DEADLINES, within } from "../core/deadlines.ts";
import { type Outcome, refuse } from "../core/errors.ts";
import { refuseMissing } from "../core/missing.ts";
import type { SubmitAnswer } from "../core/ports/orchestrator.ts";
import { type Commits, FLUSH_PATIENCE_MS } from "./commits.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";

/** D1 has this time at least to take the end of a submission. */
const MIN_FLUSH_MS = 1_000;

/**
 * The submission when its last job has ended, or as it is when the time is up; D1 has it then, if D1 answers. The answer
 * comes within the time, and {@link MIN_FLUSH_MS} more for D1.
 */
export async function untilEnded(
  commits: Commits,
  deps: Pick<OrchestratorDeps, "sleep" | "store" | "database">,
  submissionId: string,
  timeoutMs: number,
): Promise<Outcome<SubmitAnswer>> {
  const { sleep, store } = deps;
  const endMs = commits.nowMs() + timeoutMs;
  let timedOut = false;
  // A timer that is left behind would keep the object in memory, which costs.
  const answered = new Cancellation();
  const deadline = sleep(timeoutMs, answered).then(() => {
    timedOut = true;
  });
  for (;;) {
    const committed = commits.nextCommit();
    const record = store.submission(submissionId);
    if (record !== null && record.open_jobs > 0 && !timedOut) {
      await Promise.race([committed, deadline]);
      continue;
    }
    answered.abort();
    if (record === null) return rowOf(commits, deps, submissionId);
    const { submission } = record;
    const leftMs = timedOut ? 0 : endMs - commits.nowMs();
    const patienceMs = Math.min(Math.max(leftMs, MIN_FLUSH_MS), FLUSH_PATIENCE_MS);
    return { ok: true, value: { submission, stored: await commits.flush(patienceMs) } };
  }
}

// docs/decisions/066-what-was-forgotten-is-answered-from-d1.md
/**
 * A submission that the object does not know: it has ended and left the object, or it was deleted. D1 gets what was committed
 * first, which may be the deletion.
 */
async function rowOf(
  commits: Commits,
  { sleep, database }: Pick<OrchestratorDeps, "sleep" | "database">,
  submissionId: string,
): Promise<Outcome<SubmitAnswer>> {
  await commits.flushDeletions(MIN_FLUSH_MS);
  try {
    const submission = await within(DEADLINES.endedRow, sleep, database.submission(submissionId));
    if (submission === null) return refuseMissing("submission", submissionId);
    return { ok: true, value: { submission, stored: true } };
  } catch {
    return refuse("database_unavailable", `The database did not answer whether submission ${submissionId} has ended.`);
  }
}
