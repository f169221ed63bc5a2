import { leftForJobMs } from "../core/job-limits.ts";
import type { Orchestrator, Orchestrators, WorkOrder } from "../core/ports/orchestrator.ts";
import { discard } from "./discard.ts";
import { Heartbeat } from "./heartbeat.ts";
import { runJob } from "./run-job.ts";
import { guestOf, type WorkerDeps } from "./worker-deps.ts";

/** What a chain needs of the invocation that runs it. */
export interface Invocation {
  /** Whether one more job may begin. */
  hasTime(): boolean;
  /** How long a job that begins now may take in all. */
  leftMs(): number;
  /** Gives the isolate's record of jobs a sign of life. */
  touch(): Promise<void>;
}

/**
 * Runs a job and then, while there is time, the jobs that it makes runnable: a chain of tasks stays in one worker.
 * @returns whether the platform has failed none of them
 */
export async function runChain(
  deps: WorkerDeps,
  orchestrator: Orchestrator,
  first: WorkOrder,
  { hasTime, leftMs, touch }: Invocation,
): Promise<boolean> {
  let isUp = true;
  const heartbeat = new Heartbeat(deps, orchestrator, touch);
  try {
    for (let order: WorkOrder | null = first; order !== null; ) {
      const result = await runJob(deps, heartbeat, order, leftMs());
      const { job_id, token } = order;
      const used = deps.metering === undefined ? {} : { usage: deps.metering.take() };
      const { accepted, next } = await orchestrator.complete({ job_id, token, result, wants_next: hasTime(), ...used });
      if (!accepted) await discard(deps, job_id, result.outputs);
      if (result.kind === "failed" && result.platform_failed) isUp = false;
      order = next;
    }
  } finally {
    heartbeat.end();
  }
  return isUp;
}

/**
 * Runs the jobs of one submission in this request, until none of them can make progress any more. While the platform fails,
 * the request does not wait: the jobs' timers hand them over to the Queue.
 */
export async function runSubmission(
  deps: WorkerDeps,
  orchestrators: Orchestrators,
  domain: string,
  submissionId: string,
): Promise<void> {
  const orchestrator = orchestrators(domain);
  for (;;) {
    const order = await orchestrator.nextWork(submissionId);
    if (order === null) return;
    const stay = await deps.room.enterAtOnce(guestOf(deps, orchestrators));
    try {
      stay.begin(domain, order);
      const invocation = { hasTime: () => true, leftMs: () => leftForJobMs(0), touch: stay.touch };
      if (!(await runChain(deps, orchestrator, order, invocation))) return;
    } finally {
      stay.leave();
    }
  }
}
