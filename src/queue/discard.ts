import type { JobResult } from "../core/ports/orchestrator.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Hands over the payloads of a result that does not count: they are unreferenced, and deleting them only saves storage cost. */
export async function discard(
  deps: Pick<WorkerDeps, "discardLater" | "log">,
  job_id: string,
  outputs: JobResult["outputs"],
): Promise<void> {
  if (outputs.length === 0) return;
  try {
    await deps.discardLater(outputs.map(({ payload }) => payload));
  } catch (error) {
    deps.log("payloads_not_discarded", { job_id, error: String(error) });
  }
}
