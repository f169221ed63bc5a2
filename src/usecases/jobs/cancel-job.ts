import type { Job } from "../../core/entities/job.ts";
import { unwrap } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, Stored } from "../../core/ports/orchestrator.ts";

export interface CancelJobDeps {
  readonly entityReader: Pick<EntityReader, "job">;
  readonly orchestrators: Orchestrators;
}

/**
 * Cancels a job that has not ended, and abandons those that wait for it; a running one only with `force`.
 * @throws TaipyError `job_not_found`
 */
export async function cancelJob(deps: CancelJobDeps, id: string, force: boolean): Promise<Stored<Job>> {
  const { domain } = existing("job", id, await deps.entityReader.job(id));
  return unwrap(await deps.orchestrators(domain).cancelJob(id, force));
}
