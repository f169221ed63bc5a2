import { DEADLINES } from "../core/deadlines.ts";
import { reportEnds } from "../core/jobs/chain/report.ts";
import { claimJob, heartbeat } from "../core/jobs/machine/claim.ts";
import { completeJob } from "../core/jobs/machine/complete.ts";
import { canProgress, nextPending } from "../core/jobs/machine/progress.ts";
import { foreignInputs } from "../core/jobs/machine/readiness.ts";
import type {
  ClaimOptions,
  CompleteAnswer,
  CompleteCommand,
  Orchestrator,
  ReportAnswer,
  ReportCommand,
  WorkOrder,
} from "../core/ports/orchestrator.ts";
import type { Commits } from "./commits.ts";
import type { ForeignNodes } from "./foreign/foreign-nodes.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";
import { untilEnded } from "./wait.ts";

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

  async claim(jobId: string, options: ClaimOptions = {}): Promise<WorkOrder | null> {
    const { shared } = this.#commits;
    const submissionId = this.#deps.store.job(jobId)?.job.submit_id;
    const order = await shared.beside(submissionId ?? "", () => this.#claim(jobId, options));
    if (order !== null && options.chain === true) shared.claimed.expect(order.submission_id);
    return order;
  }

  /** Takes a job, or if it is skipped the one that follows it. */
  async #claim(jobId: string, options: ClaimOptions = {}): Promise<WorkOrder | null> {
    const untilMs = this.#commits.nowMs() + DEADLINES.snapshots.ms;
    let d1Answers = true;
    for (let id: string | null = jobId; id !== null; ) {
      const current: string = id;
      const foreign = this.#commits.read((view) => foreignInputs(view, view.job(current)));
      // However many jobs it skips, the claim waits for one read that fails, and begins none after the time of one.
      if (foreign.length > 0 && d1Answers && this.#commits.nowMs() < untilMs) {
        d1Answers = await this.#foreign.refresh(foreign);
      }
      const { order, next } = this.#commits.commit((transaction) => claimJob(transaction, current, options));
      if (order !== null) return order;
      id = next;
    }
    return null;
  }

  async nextWork(submissionId: string, options: ClaimOptions = {}): Promise<WorkOrder | null> {
    this.#commits.callers.add(submissionId);
    for (;;) {
      const committed = this.#commits.nextCommit();
      const pending = this.#commits.read((view) => nextPending(view, submissionId)?.job.id ?? null);
      const order = pending === null ? null : await this.#claim(pending, options);
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
    return { accepted, next: next === null ? order : await this.#claim(next) };
  }

  async report(command: ReportCommand): Promise<ReportAnswer> {
    return command.wait_ms === undefined
      ? (await this.#report(command)).answer
      : this.#commits.awaited(() => this.#reportAndWait(command, command.wait_ms ?? 0));
  }

  async #reportAndWait(command: ReportCommand, waitMs: number): Promise<ReportAnswer> {
    const { answer, submissionId } = await this.#report(command);
    if (submissionId !== null && command.running === undefined) this.#commits.shared.expected.end(submissionId);
    if (command.running !== undefined || answer.next !== null || submissionId === null) return answer;
    const ended = await untilEnded(this.#commits, this.#deps, submissionId, waitMs);
    return ended.ok ? { ...answer, ended: ended.value } : answer;
  }

  #report(command: ReportCommand) {
    return this.#commits.shared.report(() => this.#recordEnds(command));
  }

  async #recordEnds(command: ReportCommand) {
    const { ends } = command;
    const done = this.#commits.commit((transaction) => reportEnds(transaction, command));
    const { accepted, goesOn, order, submissionId } = done;
    for (const [index, { job_id, token }] of ends.entries()) {
      if (accepted[index] === false) this.#deps.log("stale_completion", { job_id, token });
    }
    if (submissionId !== null && command.running === undefined) this.#commits.shared.claimed.end(submissionId);
    const next = done.next === null ? order : await this.#claim(done.next, { chain: true });
    return { submissionId, answer: { accepted, goes_on: goesOn, next } };
  }

  async heartbeat(
    ...[jobId, token, room]: Parameters<Orchestrator["heartbeat"]>
  ): Promise<{ readonly aborted: boolean }> {
    return this.#commits.commit((transaction) => heartbeat(transaction, jobId, token, room));
  }
}
