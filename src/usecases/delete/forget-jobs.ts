import { unwrap } from "../../core/errors.ts";
import { type DeletionPlan, jobsUnfinished, purgesOf, submittedEntities } from "../../core/planning/deletion-plan.ts";
import type { CascadeDeletions } from "../../core/ports/deletion-store.ts";
import type { Orchestrators } from "../../core/ports/orchestrator.ts";
import { sideBySide } from "../../core/side-by-side.ts";

export interface ForgetJobsDeps {
  readonly deletions: Pick<CascadeDeletions, "unfinishedSubmission">;
  readonly orchestrators: Orchestrators;
}

/** How many orchestrator objects are called at the same time. */
const CALLS_AT_ONCE = 6;

/**
 * Has the orchestrator objects forget the jobs and submissions of all that a plan removes; their rows go with them.
 * @throws TaipyError `jobs_unfinished` while jobs run, unless `force` cancels them
 */
export async function forgetJobs(
  { deletions, orchestrators }: ForgetJobsDeps,
  plan: DeletionPlan,
  force: boolean,
): Promise<void> {
  const purges = [...purgesOf(plan)];
  // With one domain the object's own refusal changes nothing; with several, the first must not forget before the last refuses.
  if (!force && purges.length > 1) {
    const unfinished = await deletions.unfinishedSubmission(submittedEntities(plan).map(({ id }) => id));
    if (unfinished !== null) throw jobsUnfinished(unfinished);
  }
  await sideBySide(purges, CALLS_AT_ONCE, async ([domain, { tasks, entities }]) =>
    unwrap(await orchestrators(domain).purge([...tasks], [...entities], force)),
  );
}
