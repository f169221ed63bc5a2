import { unwrap } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import { type DeletionPlan, EMPTY_DELETION, jobsUnfinished, planDeletion } from "../../core/planning/deletion-plan.ts";
import type { CascadeDeletions, VersionDeletions } from "../../core/ports/deletion-store.ts";
import type { Orchestrators } from "../../core/ports/orchestrator.ts";
import type { Admission } from "../admit.ts";
import { forgetJobs } from "./forget-jobs.ts";

export interface DeleteVersionDeps {
  readonly admission: Pick<Admission, "forget">;
  readonly deletions: VersionDeletions & Pick<CascadeDeletions, "readBelongings" | "unfinishedSubmission">;
  readonly orchestrators: Orchestrators;
}

/** Entities that one batch removes. */
const AT_ONCE = 100;

/**
 * Removes a version with all its entities, as cascading deletions do: the orchestrator objects forget first. A large version
 * takes many batches; when it breaks off between them, the same call goes on. Cycles have no version: one that only had
 * scenarios of this version goes with them, in any other the oldest scenario that is left becomes the primary one.
 */
export async function deleteVersion(deps: DeleteVersionDeps, version: string, force: boolean): Promise<void> {
  const { admission, deletions } = deps;
  // The next creation keeps the configuration again.
  admission.forget();
  const contents = await deletions.readContents(version);
  if (contents.unfinished_submission !== null && !force) throw jobsUnfinished(contents.unfinished_submission);
  if (!contents.exists) throw notFound("version", version);
  const cycles = await removeScenarios(deps, version, force);
  await removeOthers(deps, "tasks", version, force, contents.domains);
  await removeOthers(deps, "data_nodes", version, force, contents.domains);
  await forgetRest(deps, version, force);
  await deletions.removeVersion(version, cycles);
}

/** @returns the cycles that they belonged to */
async function removeScenarios(deps: DeleteVersionDeps, version: string, force: boolean): Promise<readonly string[]> {
  const allCycles = new Set<string>();
  for (;;) {
    const scenarios = await deps.deletions.scenarioIds(version, AT_ONCE);
    if (scenarios.length === 0) return [...allCycles];
    const belongings = await deps.deletions.readBelongings({ scenarios });
    const cycles = [...new Set(belongings.scenarios.flatMap(({ cycle }) => cycle ?? []))];
    for (const cycle of cycles) allCycles.add(cycle);
    await removePart(deps, planDeletion(belongings, null), force, cycles);
  }
}

/** Tasks or data nodes without an owner, or of cycles. Such a task may have jobs in the domain of any scenario that used it. */
async function removeOthers(
  deps: DeleteVersionDeps,
  table: "tasks" | "data_nodes",
  version: string,
  force: boolean,
  other_domains: readonly string[],
): Promise<void> {
  for (;;) {
    const entities = await deps.deletions.ownedEntities(table, version, AT_ONCE);
    if (entities.length === 0) return;
    await removePart(deps, { ...EMPTY_DELETION, [table]: entities, other_domains }, force, []);
  }
}

async function removePart(
  deps: DeleteVersionDeps,
  plan: DeletionPlan,
  force: boolean,
  cycles: readonly string[],
): Promise<void> {
  await forgetJobs(deps, plan, force);
  await deps.deletions.removePart(plan, cycles);
}

/** Jobs and submissions whose tasks and entities were deleted before. */
async function forgetRest(
  { deletions, orchestrators }: DeleteVersionDeps,
  version: string,
  force: boolean,
): Promise<void> {
  for (const [domain, rows] of Map.groupBy(await deletions.submitted(version), (row) => row.domain)) {
    const [tasks, entities] = [true, false].map((isTask) =>
      rows.filter((row) => row.is_task === isTask).map(({ id }) => id),
    );
    unwrap(await orchestrators(domain).purge(tasks ?? [], entities ?? [], force));
  }
}
