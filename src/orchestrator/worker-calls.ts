import { DEADLINES } from "../core/deadlines.ts";
import { claimJob, heartbeat } from "../core/jobs/machine/claim.ts";
import { completeJob } from "../core/jobs/machine/complete.ts";
import { canProgress, nextPending } from "../core/jobs/machine/progress.ts";
import { foreignInputs } from "../core/jobs/machine/readiness.ts";
import type { CompleteAnswer, CompleteCommand, Orchestrator, WorkOrder } from "../core/ports/orchestrator.ts";
import type { Commits } from "./commits.ts";
import type { ForeignNodes } from "./foreign/foreign-nodes.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";

/** A waiting call reads the clock this often, for retries that become due. */
const POLL_MS = 1_000;

/** The calls of workers: the Queue's consumer, or in job mode `development` the request that submitted. */
export class WorkerCalls {
  readonly #deps: OrchestratorDeps;
  readonly #commits: Commits;
  readonly #foreign: ForeignNodes;

  constructor(deps: OrchestratorDeps, commits: Commits, foreign: ForeignNodes) {
    this.#deps = deps;
    this.#commits = commits;
    this.#foreign = foreign;
  }

  /** Takes a job, or if it is skipped the one that follows it. */
  async claim(jobId: string): Promise<WorkOrder | null> {
    const untilMs = this.#commits.nowMs() + DEADLINES.snapshots.ms;
    let d1Answers = true;
    for (let id: string | null = jobId; id !== null; ) {
      const current: string = id;
      const foreign = this.#commits.read((view) => foreignInputs(view, view.job(current)));
      // However many jobs it skips, the claim waits for one read that fails, and begins none after the time of one.
      if (foreign.length > 0 && d1Answers && this.#commits.nowMs() < untilMs) {
        d1Answers = await this.#foreign.refresh(foreign);
      }
      const { order, next } = this.#commits.commit((transaction) => claimJob(transaction, current));
      if (order !== null) return order;
      id = next;
    }
    return null;
  }

  async nextWork(submissionId: string): Promise<WorkOrder | null> {
    this.#commits.callers.add(submissionId);
    for (;;) {
      const committed = this.#commits.nextCommit();
      const pending = this.#commits.read((view) => nextPending(view, submissionId)?.job.id ?? null);
      const order = pending === null ? null : await this.claim(pending);
      if (order !== null) return order;
      if (pending !== null) continue;
      if (!this.#commits.read((view) => canProgress(view, submissionId))) break;
      await Promise.race([committed, this.#deps.sleep(POLL_MS)]);
    }
    this.#commits.callers.delete(submissionId);
    await this.#commits.flush();
    return null;
  }

  async complete(command: CompleteCommand): Promise<CompleteAnswer> {
    const { accepted, order, next } = this.#commits.commit((transaction) => completeJob(transaction, command));
    if (!accepted) this.#deps.log("stale_completion", { job_id: command.job_id, token: command.token });
    return { accepted, next: next === null ? order : await this.claim(next) };
  }

  async heartbeat(
    ...[jobId, token, room]: Parameters<Orchestrator["heartbeat"]>
  ): Promise<{ readonly aborted: boolean }> {
    return this.#commits.commit((transaction) => heartbeat(transaction, jobId, token, room));
  }
}
