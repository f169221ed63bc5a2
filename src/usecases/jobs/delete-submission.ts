import { unwrap } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, Stored } from "../../core/ports/orchestrator.ts";

export interface DeleteSubmissionDeps {
  readonly entityReader: Pick<EntityReader, "submission">;
  readonly orchestrators: Orchestrators;
}

/**
 * Deletes a submission with its jobs.
 * @throws TaipyError `submission_not_found` or `submission_not_finished`
 */
export async function deleteSubmission(deps: DeleteSubmissionDeps, id: string): Promise<Stored<null>> {
  const { domain } = existing("submission", id, await deps.entityReader.submission(id));
  return unwrap(await deps.orchestrators(domain).deleteSubmission(id));
}
