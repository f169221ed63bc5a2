import { Cancellation } from "../core/cancellation.ts";
import type { Outcome } from "../core/errors.ts";
import { refuseMissing } from "../core/missing.ts";
import type { SubmitAnswer } from "../core/ports/orchestrator.ts";
import type { Commits } from "./commits.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";

/** The submission when its last job has ended, or as it is when the time is up; D1 has it then, if D1 answers. */
export async function untilEnded(
  commits: Commits,
  { sleep, store }: Pick<OrchestratorDeps, "sleep" | "store">,
  submissionId: string,
  timeoutMs: number,
): Promise<Outcome<SubmitAnswer>> {
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
    return { ok: true, value: { submission, stored: await commits.flush() } };
  }
}
