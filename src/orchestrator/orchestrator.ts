import { NO_UNITS } from "../core/cost/usage.ts";
import type { DataNodeSnapshot } from "../core/entities/data-node.ts";
import type { Edit } from "../core/entities/edit.ts";
import type { Job } from "../core/entities/job.ts";
import type { Submission } from "../core/entities/submission.ts";
import { type Outcome, refuse } from "../core/errors.ts";
import { refuseMissing } from "../core/missing.ts";
import type {
  CompleteAnswer,
  CompleteCommand,
  Orchestrator as OrchestratorPort,
  Stored,
  SubmitAnswer,
  SubmitCommand,
  SubmitOptions,
  WorkOrder,
  WriteCommand,
} from "../core/ports/orchestrator.ts";
import type { Microseconds } from "../core/time.ts";
import { Commits } from "./commits.ts";
import type { OrchestratorDeps } from "./deps.ts";
import { ForeignNodes } from "./foreign-nodes.ts";
import { OwnScenario } from "./own-scenario.ts";
import type { Ledger } from "./state/ledger.ts";
import { applySchema } from "./state/schema.ts";
import { cancelJob } from "./transitions/cancel.ts";
import { deleteDataNode, deleteJob, deleteSubmission, noteDeleted, purge } from "./transitions/delete.ts";
import { lockDataNode, noDataNode, unlockDataNode, writeDataNode } from "./transitions/edit.ts";
import { acceptSubmission, inertRecord } from "./transitions/submit.ts";
import { fireTimer } from "./transitions/timers.ts";
import { release } from "./transitions/transitions.ts";
import { failJob } from "./transitions/work.ts";
import { untilEnded } from "./wait.ts";
import { WorkerCalls } from "./worker-calls.ts";

/**
 * The orchestrator of one domain. Every command is one transaction on the object's SQLite; what follows from it (wake
 * a worker, copy to D1, poke another object) happens after the commit and is repeated by the alarm until it has worked.
 */
export class Orchestrator implements OrchestratorPort {
  readonly #deps: OrchestratorDeps;
  readonly #foreign: ForeignNodes;
  readonly #commits: Commits;
  readonly #workers: WorkerCalls;
  readonly #scenario: OwnScenario;

  constructor(deps: OrchestratorDeps) {
    applySchema(deps.sql);
    this.#deps = deps;
    this.#commits = new Commits(deps, (applied, newlyWaiting) => {
      this.#noteDeleted(applied.gone);
      return this.#foreign.afterDrain(applied.waits, newlyWaiting);
    });
    this.#foreign = new ForeignNodes(deps, this.#commits);
    this.#workers = new WorkerCalls(deps, this.#commits, this.#foreign);
    this.#scenario = new OwnScenario(this.#commits.store);
  }

  async submit(command: SubmitCommand): Promise<Outcome<SubmitAnswer>> {
    const { wait_ms } = command;
    if (wait_ms === undefined) return this.#submit(command);
    return this.#commits.awaited(async () => {
      const outcome = this.#accept(command);
      if (!outcome.ok) return outcome;
      const ended = await this.waitForSubmission(outcome.value.id, wait_ms);
      // Somebody has deleted it meanwhile: it was submitted all the same.
      return ended.ok ? ended : { ok: true, value: { submission: outcome.value, stored: await this.#commits.flush() } };
    });
  }

  async #submit(command: SubmitCommand): Promise<Outcome<SubmitAnswer>> {
    const outcome = this.#accept(command);
    if (!outcome.ok) return outcome;
    const stored = this.#deps.app.job.mode !== "development" && (await this.#commits.flush());
    return { ok: true, value: { submission: outcome.value, stored } };
  }

  async resubmit(options: SubmitOptions): Promise<Outcome<SubmitAnswer> | null> {
    const known = this.#scenario.get();
    return known === null ? null : this.submit({ ...known, ...options });
  }

  #accept(command: SubmitCommand): Outcome<Submission> {
    const outcome = this.#commits.commit((ledger) => {
      const accepted = acceptSubmission(ledger, command, this.#deps.newUuid);
      if (accepted.ok && this.#deps.app.job.mode === "development") this.#commits.callers.add(accepted.value.id);
      return accepted;
    });
    if (!outcome.ok) return outcome;
    this.#scenario.remember(command);
    this.#deps.onAccepted?.(outcome.value, command.usage ?? NO_UNITS);
    return outcome;
  }

  claim(jobId: string): Promise<WorkOrder | null> {
    return this.#workers.claim(jobId);
  }

  nextWork(submissionId: string): Promise<WorkOrder | null> {
    return this.#workers.nextWork(submissionId);
  }

  complete(command: CompleteCommand): Promise<CompleteAnswer> {
    return this.#workers.complete(command);
  }

  heartbeat(jobId: string, token: number): Promise<{ readonly aborted: boolean }> {
    return this.#workers.heartbeat(jobId, token);
  }

  waitForSubmission(submissionId: string, timeoutMs: number): Promise<Outcome<SubmitAnswer>> {
    return this.#commits.awaited(() => untilEnded(this.#commits, this.#deps.sleep, submissionId, timeoutMs));
  }

  createJob(job: Job): Promise<Outcome<Stored<Job>>> {
    return this.#commits.change<Job>((ledger) => {
      const record = inertRecord(job, ledger.nextPosition());
      ledger.addJob(record);
      return { ok: true, value: record.job };
    });
  }

  cancelJob(jobId: string, force: boolean): Promise<Outcome<Stored<Job>>> {
    return this.#commits.change<Job>((ledger) => {
      const record = ledger.job(jobId);
      if (record === null) return refuseMissing("job", jobId);
      cancelJob(ledger, record, force);
      return { ok: true, value: record.job };
    });
  }

  deleteJob(jobId: string): Promise<Outcome<Stored<null>>> {
    return this.#commits.change((ledger) => deleteJob(ledger, jobId));
  }

  deleteSubmission(submissionId: string): Promise<Outcome<Stored<null>>> {
    return this.#commits.change((ledger) => deleteSubmission(ledger, submissionId));
  }

  async writeDataNode(command: WriteCommand): Promise<Outcome<Stored<Edit>>> {
    const outcome = await this.#edit(command.data_node, (ledger) => writeDataNode(ledger, command));
    // Who was overtaken reads D1 next: it must find the write that came first there.
    if (!outcome.ok && outcome.error.code === "edit_number_changed") await this.#commits.flush();
    return outcome;
  }

  lockDataNode(
    node: DataNodeSnapshot,
    editorId: string,
    duration: Microseconds,
    comment: string | null,
  ): Promise<Outcome<Stored<DataNodeSnapshot>>> {
    return this.#edit(node, (ledger) => lockDataNode(ledger, node, editorId, duration, comment));
  }

  unlockDataNode(node: DataNodeSnapshot, editorId: string | null): Promise<Outcome<Stored<DataNodeSnapshot>>> {
    return this.#edit(node, (ledger) => unlockDataNode(ledger, node, editorId));
  }

  deleteDataNode(node: DataNodeSnapshot): Promise<Outcome<Stored<null>>> {
    return this.#commits.change((ledger) => deleteDataNode(ledger, node));
  }

  async announceDeletion(): Promise<void> {
    this.#commits.commit((ledger) => this.#scenario.doom(ledger));
  }

  async purge(taskIds: readonly string[], entityIds: readonly string[], force: boolean): Promise<Outcome<null>> {
    const outcome = this.#commits.commit((ledger) => {
      const purged = purge(ledger, taskIds, entityIds, force);
      if (purged.ok) this.#scenario.doom(ledger);
      return purged;
    });
    // The caller deletes the rows in D1 next: nothing of this object may arrive there afterwards.
    if (outcome.ok && !(await this.#commits.flush())) {
      return refuse("database_unavailable", "The database did not answer: nothing was deleted, try again.");
    }
    return outcome;
  }

  poke(dataNodeIds: readonly string[]): Promise<void> {
    return this.#foreign.read(dataNodeIds);
  }

  async reportDeadLetter(jobId: string, attempt: number): Promise<void> {
    this.#commits.commit((ledger) => {
      const record = ledger.job(jobId);
      if (record === null || record.job.status !== "PENDING" || record.job.attempt !== attempt) return;
      failJob(ledger, record, "The Queue gave up on this job: no worker could be reached, see the dead-letter queue.");
    });
    await this.#commits.flush();
  }

  /** The alarm: everything that is due, and what an earlier life of the object left undone. */
  async alarm(): Promise<void> {
    this.#commits.alarm.hasRung();
    const foreign = this.#commits.commit((ledger) => {
      const due = this.#commits.store.dueTimers(ledger.nowMs);
      for (const timer of due) {
        if (timer.kind === "job") this.#giveUpCallerOf(timer.id);
        fireTimer(ledger, timer, this.#deps.app.job);
      }
      return due.filter((timer) => timer.kind === "foreign_wait").map((timer) => timer.id);
    });
    if (foreign.length > 0) await this.#foreign.refresh(foreign);
    await this.#commits.flush();
  }

  /** A change of a data node. Whether the node is still there D1 says when it gets the change. */
  async #edit<T>({ id }: DataNodeSnapshot, decide: (ledger: Ledger) => Outcome<T>): Promise<Outcome<Stored<T>>> {
    const outcome = await this.#commits.change(decide);
    return outcome.ok && this.#commits.store.node(id)?.deleted === true ? noDataNode(id) : outcome;
  }

  #noteDeleted(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#commits.commit((ledger) => {
      noteDeleted(ledger, ids);
      release(ledger, ids);
    });
  }

  /** The request that was to run this job has not come for it: from here on its submission is the Queue's. */
  #giveUpCallerOf(jobId: string): void {
    const { callers, store } = this.#commits;
    const job = store.job(jobId)?.job;
    if (job?.status === "PENDING") callers.delete(job.submit_id);
  }
}
