import type { EntityKind } from "../../core/entities/kinds.ts";
import type { Scenario } from "../../core/entities/scenario.ts";
import { TaipyError } from "../../core/errors.ts";
import { isFinished, type JobStatus } from "../../core/jobs/statuses.ts";
import type { Admitted } from "../../core/planning/admission.ts";
import {
  doesNotExist,
  reasonsAgainstDeletion,
  reasonsAgainstPromotion,
  reasonsAgainstSubmission,
  type Verdict,
  verdictOf,
} from "../../core/planning/promotion/scenario-changes.ts";
import { type ConfiguredApp, refuseOtherStructure } from "../../core/planning/submission/changed-structure.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { ScenarioStore } from "../../core/ports/scenarios/scenario-store.ts";

export interface VerdictDeps {
  readonly admit: () => Promise<Admitted>;
  readonly entityReader: Pick<EntityReader, "get" | "job" | "submission" | "submittable">;
  readonly scenarios: Pick<ScenarioStore, "ofCycle">;
}

/** Whether a scenario, a sequence or a task could be submitted now and begin at once. */
export async function isSubmittable(
  { app, admit, entityReader }: VerdictDeps & { readonly app: ConfiguredApp },
  kind: "scenario" | "sequence" | "task",
  id: string,
): Promise<Verdict> {
  try {
    const found = await entityReader.submittable(await admit(), kind, id);
    refuseOtherStructure(app, found);
    const { tasks, data_nodes } = found;
    return verdictOf(reasonsAgainstSubmission(tasks, data_nodes));
  } catch (error) {
    return refusal(error, id);
  }
}

/** Whether a scenario could become the primary one of its cycle. */
export async function isPromotable({ entityReader }: VerdictDeps, id: string): Promise<Verdict> {
  const scenario = parsed(await entityReader.get("scenario", id));
  return verdictOf(scenario === null ? [doesNotExist(id)] : reasonsAgainstPromotion(scenario));
}

/** Whether a scenario, a job or a submission could be deleted. Of all other kinds everything that exists can be. */
export async function isDeletable(deps: VerdictDeps, kind: EntityKind, id: string): Promise<Verdict> {
  const { entityReader, scenarios } = deps;
  if (kind === "scenario") {
    const scenario = parsed(await entityReader.get("scenario", id));
    if (scenario === null) return verdictOf([doesNotExist(id)]);
    const isPrimary = scenario.primary_scenario && scenario.cycle !== null;
    const all = isPrimary
      ? (JSON.parse(`[${await scenarios.ofCycle(scenario.cycle ?? "", 2)}]`) as readonly unknown[])
      : [];
    return verdictOf(reasonsAgainstDeletion(scenario, all.length - 1));
  }
  if (kind === "job") {
    const job = await entityReader.job(id);
    if (job === null) return verdictOf([doesNotExist(id)]);
    return unfinished("JobIsNotFinished", `The job ${id} is not finished`, id, isFinished(job.status as JobStatus));
  }
  if (kind === "submission") {
    const submission = await entityReader.submission(id);
    if (submission === null) return verdictOf([doesNotExist(id)]);
    const hasEnded = submission.finished_at !== null || submission.job_ids.length === 0;
    return unfinished("SubmissionIsNotFinished", `The submission ${id} is not finished`, id, hasEnded);
  }
  return verdictOf((await entityReader.get(kind, id)) === null ? [doesNotExist(id)] : []);
}

const parsed = (json: string | null): Scenario | null => (json === null ? null : JSON.parse(json));

const unfinished = (code: string, message: string, entity_id: string, hasEnded: boolean): Verdict =>
  verdictOf(hasEnded ? [] : [{ code, entity_id, message }]);

/** A refusal as a reason; failures of the platform are thrown. */
function refusal(error: unknown, id: string): Verdict {
  if (!(error instanceof TaipyError)) throw error;
  const { code, message } = error;
  return verdictOf([code.endsWith("_not_found") ? doesNotExist(id) : { code, entity_id: id, message }]);
}
