import type { Orchestrator, WorkOrder } from "../core/ports/orchestrator.ts";
import { discard } from "./discard.ts";
import { Heartbeat } from "./heartbeat.ts";
import { runJob } from "./run-job.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/**
 * Runs a job and then, while `hasTime` says so, the jobs that it makes runnable: a chain of tasks stays in one worker.
 */
export async function runChain(
  deps: WorkerDeps,
  orchestrator: Orchestrator,
  first: WorkOrder,
  hasTime: () => boolean,
): Promise<void> {
  const heartbeat = new Heartbeat(deps, orchestrator);
  try {
    for (let order: WorkOrder | null = first; order !== null; ) {
      const result = await runJob(deps, heartbeat, order);
      const { job_id, token } = order;
      const used = deps.metering === undefined ? {} : { usage: deps.metering.take() };
      const { accepted, next } = await orchestrator.complete({ job_id, token, result, wants_next: hasTime(), ...used });
      if (!accepted) await discard(deps, job_id, result.outputs);
      order = next;
    }
  } finally {
    heartbeat.end();
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
