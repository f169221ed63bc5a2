import { existing } from "../../core/missing.ts";
import {
  cascadeTooLarge,
  type DeletableKind,
  type DeletionPlan,
  EMPTY_DELETION,
  MAX_DOMAINS,
  planDeletion,
  primaryScenario,
  purgesOf,
} from "../../core/planning/deletion-plan.ts";
import { planAndWrite } from "../../core/planning/plan-and-write.ts";
import type { CascadeDeletions } from "../../core/ports/deletion-store.ts";
import type { Orchestrators } from "../../core/ports/orchestrator.ts";
import { forgetJobs } from "./forget-jobs.ts";

interface Deps {
  readonly deletions: CascadeDeletions;
  readonly orchestrators: Orchestrators;
}

/**
 * Removes an entity with everything that it owns, and their jobs and submissions (Taipy Core's generic delete). The
 * orchestrator objects remove what they hold of it first; then one batch removes all rows. When it breaks off between them,
 * the same call goes on. A scenario that joins the cycle meanwhile is read again.
 * @throws TaipyError `jobs_unfinished` while jobs run, unless `force` cancels them; `cascade_too_large` when it would call
 *   more objects than one request may
 */
export async function deleteCascade(deps: Deps, kind: DeletableKind, id: string, force: boolean): Promise<void> {
  await planAndWrite(async () => {
    const plan = await planCascade(deps.deletions, kind, id);
    if (purgesOf(plan).size > MAX_DOMAINS) throw cascadeTooLarge(id);
    await forgetJobs(deps, plan, force);
    return deps.deletions.removeAll(plan);
  });
}

function planCascade(deletions: CascadeDeletions, kind: DeletableKind, id: string): Promise<DeletionPlan> {
  switch (kind) {
    case "cycle":
      return ofCycle(deletions, id);
    case "scenario":
      return ofScenario(deletions, id);
    case "sequence":
      return ofSequence(deletions, id);
    case "task":
      return ofTask(deletions, id);
  }
}

/** With all its scenarios, of any version and primary or not, and everything that they or the cycle own. */
async function ofCycle(deletions: CascadeDeletions, id: string): Promise<DeletionPlan> {
  const cycle = existing("cycle", id, await deletions.readCycle(id));
  if (cycle.exceeds_max_domains) throw cascadeTooLarge(id);
  return planDeletion(await deletions.readBelongings({ cycle: id }), id);
}

/** With its sequences and everything that it owns; a primary one that is alone takes its cycle with it. */
async function ofScenario(deletions: CascadeDeletions, id: string): Promise<DeletionPlan> {
  const belongings = await deletions.readBelongings({ scenario: id });
  const scenario = existing("scenario", id, belongings.scenarios[0] ?? null);
  if (scenario.is_blocked) throw primaryScenario(scenario);
  if (scenario.is_primary && scenario.has_cycle && scenario.cycle !== null) return ofCycle(deletions, scenario.cycle);
  return planDeletion(belongings, null);
}

/** With its submissions. */
async function ofSequence(deletions: CascadeDeletions, id: string): Promise<DeletionPlan> {
  const { sequence, tasks, unfinished } = existing("sequence", id, await deletions.readSequence(id));
  return { ...EMPTY_DELETION, sequences: [sequence], unfinished, survivors: tasks };
}

/** With its jobs and submissions; its data nodes stay. */
async function ofTask(deletions: CascadeDeletions, id: string): Promise<DeletionPlan> {
  const { task, data_nodes, domains, unfinished } = existing("task", id, await deletions.readTask(id));
  return { ...EMPTY_DELETION, tasks: [task], unfinished, survivors: data_nodes, other_domains: domains };
}
