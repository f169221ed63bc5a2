import type { Orchestrator, WorkOrder } from "../core/ports.ts";
import { runJob, type WorkerDeps } from "./run-job.ts";

/**
 * Runs a job and then, while `hasTime` says so, the jobs that it makes runnable: a chain of tasks stays in one worker.
 */
export async function runChain(
  deps: WorkerDeps,
  orchestrator: Orchestrator,
  first: WorkOrder,
  hasTime: () => boolean,
): Promise<void> {
  for (let order: WorkOrder | null = first; order !== null; ) {
    const result = await runJob(deps, orchestrator, order);
    const { job_id, token } = order;
    const { next } = await orchestrator.complete({ job_id, token, result, wants_next: hasTime() });
    order = next;
  }
}

/** Runs the jobs of one submission in this request, until none of them can make progress any more. */
export async function runSubmission(deps: WorkerDeps, orchestrator: Orchestrator, submissionId: string): Promise<void> {
  for (;;) {
    const order = await orchestrator.nextWork(submissionId);
    if (order === null) return;
    await runChain(deps, orchestrator, order, () => true);
  }
}
