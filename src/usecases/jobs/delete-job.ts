import { unwrap } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, Stored } from "../../core/ports/orchestrator.ts";

export interface DeleteJobDeps {
  readonly entityReader: Pick<EntityReader, "job">;
  readonly orchestrators: Orchestrators;
}

/** @throws TaipyError `job_not_found` or `job_not_finished` */
export async function deleteJob(deps: DeleteJobDeps, id: string): Promise<Stored<null>> {
  const { domain } = existing("job", id, await deps.entityReader.job(id));
  return unwrap(await deps.orchestrators(domain).deleteJob(id));
}
