import type { CompleteAnswer, CompleteCommand, WorkOrder } from "../core/ports/orchestrator.ts";
import type { Commits } from "./commits.ts";
import type { OrchestratorDeps } from "./deps.ts";
import { type ForeignNodes, foreignInputs } from "./foreign-nodes.ts";
import type { Ledger } from "./state/ledger.ts";
import type { JobRecord } from "./state/records.ts";
import { canProgress, nextPending } from "./transitions/progress.ts";
import { completeJob, extendLease, heldJob, takeJob } from "./transitions/work.ts";

/** A waiting call looks at the clock this often, for retries that become due. */
const POLL_MS = 1_000;

/** A job for a worker, or a pending one whose inputs must be refreshed first. */
interface Handover {
  readonly order: WorkOrder | null;
  readonly heir: string | null;
}

/** What those ask for who run jobs: the Queue's consumer, or in job mode `development` the request that submitted. */
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
    for (let id: string | null = jobId; id !== null; ) {
      const current: string = id;
      const foreign = this.#commits.look((ledger) => foreignInputs(ledger, ledger.job(current)));
      if (foreign.length > 0) await this.#foreign.refresh(foreign);
      const { order, heir } = this.#commits.commit((ledger) => {
        const record = ledger.job(current);
        const taken = record === null ? null : takeJob(ledger, record, this.#deps.app.job);
        if (record === null || taken !== null) return { order: taken, heir: null };
        return this.#handOver(ledger, record);
      });
      if (order !== null) return order;
      id = heir;
    }
    return null;
  }

  async nextWork(submissionId: string): Promise<WorkOrder | null> {
    this.#commits.callers.add(submissionId);
    for (;;) {
      const changed = this.#commits.changes.next();
      const pending = this.#commits.look((ledger) => nextPending(ledger, submissionId)?.job.id ?? null);
      const order = pending === null ? null : await this.claim(pending);
      if (order !== null) return order;
      if (pending !== null) continue;
      if (!this.#commits.look((ledger) => canProgress(ledger, submissionId))) break;
      await Promise.race([changed, this.#deps.sleep(POLL_MS)]);
    }
    this.#commits.callers.delete(submissionId);
    await this.#commits.flush();
    return null;
  }

  async complete(command: CompleteCommand): Promise<CompleteAnswer> {
    const { accepted, order, heir } = this.#commits.commit((ledger) => {
      const record = heldJob(ledger, command.job_id, command.token);
      if (record === null) return { accepted: false, order: null, heir: null };
      const retries = this.#deps.app.tasks.get(record.job.task_config_id)?.retries ?? null;
      completeJob(ledger, record, command, retries);
      return { accepted: true, ...(command.wants_next ? this.#handOver(ledger, record) : { order: null, heir: null }) };
    });
    if (!accepted) this.#deps.log("stale_completion", { job_id: command.job_id, token: command.token });
    return { accepted, next: heir === null ? order : await this.claim(heir) };
  }

  async heartbeat(jobId: string, token: number): Promise<{ readonly aborted: boolean }> {
    return this.#commits.commit((ledger) => {
      const record = heldJob(ledger, jobId, token);
      if (record !== null) extendLease(ledger, record, this.#deps.app.job.leaseMs);
      return { aborted: record?.cancel_requested ?? true };
    });
  }

  /** What the worker that has just ended a job runs next. */
  #handOver(ledger: Ledger, ended: JobRecord): Handover {
    for (;;) {
      const heir = [...ledger.dispatched.values()].find((record) => record.job.submit_id === ended.job.submit_id);
      if (heir === undefined) return { order: null, heir: null };
      ledger.dispatched.delete(heir.job.id);
      if (foreignInputs(ledger, heir).length > 0) return { order: null, heir: heir.job.id };
      const order = takeJob(ledger, heir, this.#deps.app.job);
      if (order !== null) return { order, heir: null };
    }
  }
}
