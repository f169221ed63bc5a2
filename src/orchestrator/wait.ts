import { Cancellation } from "../core/cancellation.ts";
import type { Outcome } from "../core/errors.ts";
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
  { sleep, store }: Pick<OrchestratorDeps, "sleep" | "store">,
  submissionId: string,
  timeoutMs: number,
): Promise<Outcome<SubmitAnswer>> {
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
    if (record === null) return refuseMissing("submission", submissionId);
    const { submission } = record;
    const leftMs = timedOut ? 0 : endMs - commits.nowMs();
    const patienceMs = Math.min(Math.max(leftMs, MIN_FLUSH_MS), FLUSH_PATIENCE_MS);
    return { ok: true, value: { submission, stored: await commits.flush(patienceMs) } };
  }
}
