import { type Caller, UNKNOWN_CALLER } from "../core/access/identity.ts";
import type { DataNodeSnapshot } from "../core/entities/data-node.ts";
import type { Edit } from "../core/entities/edit.ts";
import type { Job } from "../core/entities/job.ts";
import { type Outcome, refuse } from "../core/errors.ts";
import { acceptJob } from "../core/jobs/machine/accept-submission.ts";
import { cancelJob } from "../core/jobs/machine/cancel.ts";
import { deleteDataNode, deleteJob, deleteSubmission, forgetNodes, purge } from "../core/jobs/machine/delete.ts";
import { acceptWrite, lockDataNode, noDataNode, unlockDataNode } from "../core/jobs/machine/edit-node.ts";
import { noteDeleted } from "../core/jobs/machine/nodes.ts";
import { SLOTS } from "../core/jobs/slots/limits.ts";
import type { Transaction } from "../core/jobs/state/transaction.ts";
import type {
  CompleteAnswer,
  CompleteCommand,
  Orchestrator as OrchestratorPort,
  ReadSubmittable,
  ReportAnswer,
  ReportCommand,
  Resumed,
  Stored,
  SubmitAnswer,
  SubmitCommand,
  WorkOrder,
  WriteCommand,
} from "../core/ports/orchestrator.ts";
import type { Inspection, InspectRequest, MendAnswer, MendCommand } from "../core/ports/repair/held.ts";
import type { SlotRequest, SlotTicket } from "../core/ports/slots/slot-request.ts";
import type { Microseconds } from "../core/time.ts";
import { AnnouncedDeletions } from "./announced-deletions.ts";
import { Commits } from "./commits.ts";
import { DueTimers } from "./due-timers.ts";
import { ForeignNodes } from "./foreign/foreign-nodes.ts";
import { ForgottenRecords } from "./forgotten/forgotten-records.ts";
import { FreshNodes } from "./forgotten/fresh-nodes.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";
import { inspectObject, mendObject } from "./repair/repair-object.ts";
import { RESUME_PATIENCE_MS, resumeObject } from "./resume/resume-object.ts";
import { SlotClient } from "./slots/slot-client.ts";
import { SlotKeeper } from "./slots/slot-keeper.ts";
import { SlotRows } from "./slots/slot-rows.ts";
import { Submissions } from "./submissions.ts";
import { untilEnded } from "./wait.ts";
import { WorkerCalls } from "./worker-calls.ts";

/** A deletion is rather slow than half done. */
const PURGE_PATIENCE_MS = 20_000;

const NOT_PURGED =
  "The database did not answer. Jobs and submissions are deleted already, what they belong to is not: repeat the deletion.";

/**
 * The orchestrator of one domain: a shell around the rules of `core/jobs/machine`. Every command is one transaction on the
 * object's SQLite. Its effects (wake a worker, copy to D1, poke another object) follow the commit; the alarm repeats them
 * until they have worked.
 */
export class Orchestrator implements OrchestratorPort {
  readonly #deps: OrchestratorDeps;
  readonly #foreign: ForeignNodes;
  readonly #fresh: FreshNodes;
  readonly #commits: Commits;
  readonly #timers: DueTimers;
  readonly #workers: WorkerCalls;
  readonly #submissions: Submissions;
  readonly #deletions: AnnouncedDeletions;
  readonly #slots: SlotClient;
  readonly #forgotten: ForgottenRecords;
  /** Only the object that hands out slots has one. */
  readonly #keeper: SlotKeeper | null;

  constructor(deps: OrchestratorDeps) {
    deps.store.open();
    this.#deps = deps;
    this.#commits = new Commits(
      deps,
      (applied, newlyWaiting) => {
        if (applied.gone.length > 0) this.#commits.commit((transaction) => noteDeleted(transaction, applied.gone));
        this.#foreign.afterDrain(applied.waits, newlyWaiting);
      },
      (slots) => this.#slots.afterCommit(slots),
    );
    this.#slots = new SlotClient(deps, this.#commits);
    this.#keeper = deps.domain === SLOTS ? new SlotKeeper(deps, this.#commits, new SlotRows(deps.store.sql)) : null;
    this.#foreign = new ForeignNodes(deps, this.#commits);
    this.#fresh = new FreshNodes(deps, this.#commits);
    this.#timers = new DueTimers(deps, this.#commits);
    this.#workers = new WorkerCalls(deps, this.#commits, this.#foreign);
    this.#forgotten = new ForgottenRecords(deps, this.#commits);
    this.#deletions = new AnnouncedDeletions(() => deps.store.meta());
    this.#submissions = new Submissions(deps, this.#commits, this.#fresh, this.#deletions);
  }

  submit(command: SubmitCommand): Promise<Outcome<SubmitAnswer>> {
    return this.#submissions.submit(command);
  }

  submitKnown(command: SubmitCommand & ReadSubmittable): Promise<Outcome<SubmitAnswer> | null> {
    return this.#submissions.submitKnown(command);
  }

  // docs/decisions/010-an-object-remembers-its-scenario.md
  async resubmit(): Promise<null> {
    return null;
  }

  claim(...call: Parameters<OrchestratorPort["claim"]>): Promise<WorkOrder | null> {
    return this.#workers.claim(...call);
  }

  nextWork(...call: Parameters<OrchestratorPort["nextWork"]>): Promise<WorkOrder | null> {
    return this.#workers.nextWork(...call);
  }

  complete(command: CompleteCommand): Promise<CompleteAnswer> {
    return this.#workers.complete(command);
  }

  report(command: ReportCommand): Promise<ReportAnswer> {
    return this.#workers.report(command);
  }

  heartbeat(...call: Parameters<OrchestratorPort["heartbeat"]>): Promise<{ readonly aborted: boolean }> {
    return this.#workers.heartbeat(...call);
  }

  waitForSubmission(submissionId: string, timeoutMs: number): Promise<Outcome<SubmitAnswer>> {
    return this.#commits.awaited(() => untilEnded(this.#commits, this.#deps, submissionId, timeoutMs));
  }

  createJob(job: Job): Promise<Outcome<Stored<Job>>> {
    return this.#commits.commitToD1((transaction) => acceptJob(transaction, job));
  }

  cancelJob(jobId: string, force: boolean): Promise<Outcome<Stored<Job>>> {
    return this.#forgotten.commit("job", jobId, (transaction, row) => cancelJob(transaction, jobId, force, row));
  }

  deleteJob(jobId: string): Promise<Outcome<Stored<null>>> {
    return this.#forgotten.delete("job", jobId, (transaction, row) => deleteJob(transaction, jobId, row));
  }

  deleteSubmission(submissionId: string): Promise<Outcome<Stored<null>>> {
    return this.#forgotten.delete("submission", submissionId, (transaction, row) =>
      deleteSubmission(transaction, submissionId, row),
    );
  }

  async writeDataNode(command: WriteCommand): Promise<Outcome<Stored<Edit>>> {
    const { data_node, caller } = command;
    const write = (work: Transaction, node: DataNodeSnapshot) => acceptWrite(work, { ...command, data_node: node });
    const outcome = await this.#edit(data_node, caller, write);
    // The caller reads D1 next: it must find the write that came first there.
    if (!outcome.ok && outcome.error.code === "edit_number_changed") await this.#commits.flush();
    return this.#commits.reconciliation.numbered(outcome);
  }

  lockDataNode(
    node: DataNodeSnapshot,
    editor_id: string,
    duration: Microseconds,
    comment: string | null,
    caller: Caller = UNKNOWN_CALLER,
  ): Promise<Outcome<Stored<DataNodeSnapshot>>> {
    const reservation = { editor_id, duration, comment, caller };
    return this.#edit(node, caller, (transaction, current) => lockDataNode(transaction, current, reservation));
  }

  unlockDataNode(
    node: DataNodeSnapshot,
    editor_id: string | null,
    caller: Caller = UNKNOWN_CALLER,
  ): Promise<Outcome<Stored<DataNodeSnapshot>>> {
    return this.#edit(node, caller, (transaction, current) =>
      unlockDataNode(transaction, current, { editor_id, caller }),
    );
  }

  deleteDataNode(node: DataNodeSnapshot): Promise<Outcome<Stored<null>>> {
    const deleted = this.#commits.deleteInD1((transaction) => deleteDataNode(transaction, node));
    this.#deletions.add([node.id]);
    return deleted;
  }

  async forgetNodes(ids: readonly string[], isOver = false): Promise<readonly string[]> {
    const used = this.#commits.commit((transaction) => forgetNodes(transaction, ids));
    this.#commits.trims.run();
    if (!isOver || used.length > 0) return used;
    const hasEnded = (await this.#commits.flush(RESUME_PATIENCE_MS)) && (await this.#removeAll());
    return hasEnded ? [] : ids;
  }

  async announceDeletion(ids?: readonly string[]): Promise<void> {
    this.#commits.commit((transaction) => transaction.announceDeletion());
    this.#deletions.add(ids ?? null);
  }

  async purge(taskIds: readonly string[], entityIds: readonly string[], force: boolean): Promise<Outcome<null>> {
    const outcome = this.#commits.commit((transaction) => purge(transaction, taskIds, entityIds, force));
    if (outcome.ok) this.#deletions.addCascade([...taskIds, ...entityIds], this.#commits.nowMs());
    // The caller deletes the rows in D1 next: nothing of this object may arrive there afterwards.
    if (outcome.ok && !(await this.#commits.flushDeletions(PURGE_PATIENCE_MS)))
      return refuse("database_unavailable", NOT_PURGED);
    return outcome;
  }

  poke(dataNodeIds: readonly string[]): Promise<void> {
    return this.#foreign.read(dataNodeIds);
  }

  resume(submissionIds: readonly string[]): Promise<Resumed> {
    const parts = { deps: this.#deps, commits: this.#commits, timers: this.#timers, foreign: this.#foreign };
    return resumeObject(parts, submissionIds);
  }

  // docs/decisions/061-a-watchdog-finds-work-that-stands-still.md
  async reportDeadLetter(jobId: string, attempt: number): Promise<void> {
    const { domain, store, log } = this.#deps;
    log("dead_letter", { domain, job_id: jobId, attempt });
    const submissionId = store.job(jobId)?.job.submit_id;
    await this.resume(submissionId === undefined ? [] : [submissionId]);
  }

  inspect(request: InspectRequest): Promise<Inspection> {
    return inspectObject(this.#deps, this.#commits, request);
  }

  mend(command: MendCommand): Promise<MendAnswer> {
    return mendObject(this.#deps, this.#commits, command);
  }

  async requestSlots(domain: string, requests: readonly SlotRequest[]): Promise<readonly SlotTicket[]> {
    return this.#handingOut.request(domain, requests);
  }

  async returnSlots(tickets: readonly SlotTicket[]): Promise<void> {
    this.#handingOut.return(tickets);
  }

  async offerSlots(tickets: readonly SlotTicket[]): Promise<readonly string[]> {
    return this.#slots.offered(tickets);
  }

  get #handingOut(): SlotKeeper {
    if (this.#keeper === null) throw new Error(`The object ${this.#deps.domain} hands out no slots`);
    return this.#keeper;
  }

  // docs/decisions/060-timers-wait-for-nothing.md
  /**
   * The alarm: fires the timers that are due, and repeats effects that have failed or that an eviction has cut off. It waits
   * for none of these, so that D1 delays no timer: they go on behind, each with a deadline.
   */
  async alarm(): Promise<void> {
    this.#commits.alarm.hasRung();
    const { foreign } = this.#timers.fire();
    this.#keeper?.check();
    if (foreign.length > 0) void this.#foreign.refresh(foreign);
    void this.#commits.drainByAlarm();
  }

  // docs/decisions/066-what-was-forgotten-is-answered-from-d1.md
  /** @returns false when something is in flight, or D1 lacks something */
  async #removeAll(): Promise<boolean> {
    const { store, removeAll } = this.#deps;
    return store.isIdle() && removeAll();
  }

  /** A change of a data node. Whether the node is still there D1 says when it gets the change. */
  async #edit<T>(
    given: DataNodeSnapshot,
    caller: Caller | undefined,
    decide: (transaction: Transaction, node: DataNodeSnapshot) => Outcome<T>,
  ): Promise<Outcome<Stored<T>>> {
    const fresh = this.#fresh.areCurrent([given]) ? null : await this.#fresh.node(given);
    if (fresh?.ok === false) return fresh;
    const node = fresh?.value ?? given;
    const outcome = await this.#commits.commitToD1((transaction) => decide(transaction, node));
    if (!outcome.ok) return outcome;
    if (this.#deps.store.node(node.id)?.deleted === true) return noDataNode(node.id);
    return caller?.audit === undefined ? outcome : { ok: true, value: { ...outcome.value, audited: true } };
  }
}
