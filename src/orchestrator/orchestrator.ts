import type { App } from "../core/config/types.ts";
import type { DataNodeSnapshot } from "../core/entities/data-node.ts";
import type { Edit } from "../core/entities/edit.ts";
import type { NewUuid } from "../core/entities/ids.ts";
import type { Job } from "../core/entities/job.ts";
import type { Submission } from "../core/entities/submission.ts";
import { type Outcome, refuse } from "../core/errors.ts";
import type { Database, ForeignWait } from "../core/outbox.ts";
import type {
  Clock,
  CompleteAnswer,
  CompleteCommand,
  Log,
  Orchestrator as OrchestratorPort,
  Stored,
  SubmitAnswer,
  SubmitCommand,
  WorkOrder,
  WriteCommand,
} from "../core/ports.ts";
import { MICROSECONDS_PER_MILLISECOND, type Microseconds } from "../core/time.ts";
import { Alarm } from "./alarm.ts";
import { cancelJob } from "./cancel.ts";
import { Changes } from "./changes.ts";
import { deleteDataNode, deleteJob, deleteSubmission, purge } from "./delete.ts";
import { lockDataNode, unlockDataNode, writeDataNode } from "./edit.ts";
import { Ledger } from "./ledger.ts";
import { Outbox } from "./outbox.ts";
import { canProgress, nextPending } from "./progress.ts";
import type { JobRecord } from "./records.ts";
import { applySchema } from "./schema.ts";
import type { Sql } from "./sql.ts";
import { Store } from "./store.ts";
import { acceptSubmission, inertRecord } from "./submit.ts";
import { fireTimer } from "./timers.ts";
import { release } from "./transitions.ts";
import { completeJob, extendLease, failJob, heldJob, takeJob } from "./work.ts";

/** What the orchestrator needs from outside. The Durable Object passes the platform, the simulator a model of it. */
export interface OrchestratorDeps {
  /** Name of this object. */
  readonly domain: string;
  readonly app: Pick<App, "job" | "tasks">;
  readonly sql: Sql;
  readonly database: Database;
  /** Wakes the Queue's consumer for jobs. */
  wake(jobs: readonly { readonly job_id: string; readonly attempt: number }[]): Promise<void>;
  /** Tells another domain's object that nodes it waits for have changed. */
  poke(domain: string, dataNodeIds: readonly string[]): Promise<void>;
  /** The one alarm; a later call replaces an earlier one. Milliseconds since 1970. */
  setAlarm(atMs: number): Promise<void>;
  /** When the alarm that was set in an earlier life of the object is due. */
  readonly alarmAtMs: number | null;
  sleep(ms: number): Promise<void>;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly log: Log;
}

/** The alarm looks after the outbox this long after a change, should the object die before D1 has it. */
const OUTBOX_PATIENCE_MS = 10_000;
const OUTBOX_RETRY_MS = 1_000;
const MAX_OUTBOX_RETRY_MS = 60_000;
/** A waiting call looks at the clock this often, for retries that become due. */
const POLL_MS = 1_000;

/**
 * The orchestrator of one domain. Every command is one transaction on the object's SQLite; what follows from it (wake
 * a worker, copy to D1, poke another object) happens after the commit and is repeated by the alarm until it has worked.
 */
export class Orchestrator implements OrchestratorPort {
  readonly #deps: OrchestratorDeps;
  readonly #store: Store;
  readonly #outbox: Outbox;
  /** Submissions whose jobs a request runs: these are not sent to the Queue. */
  readonly #callers = new Set<string>();
  readonly #changes = new Changes();
  readonly #alarm: Alarm;
  #failedDrains = 0;

  constructor(deps: OrchestratorDeps) {
    this.#deps = deps;
    this.#alarm = new Alarm(deps.alarmAtMs, deps.setAlarm, deps.log);
    applySchema(deps.sql);
    this.#store = new Store(deps.sql);
    this.#outbox = new Outbox({
      domain: deps.domain,
      store: this.#store,
      database: deps.database,
      onDrained: (waits, newlyWaiting) => this.#afterDrain(waits, newlyWaiting),
      onFailed: (error) => this.#drainLater(error),
    });
  }

  async submit(command: SubmitCommand): Promise<Outcome<SubmitAnswer>> {
    const outcome = this.#commit((ledger) => {
      const accepted = acceptSubmission(ledger, command, this.#deps.newUuid);
      if (accepted.ok && this.#deps.app.job.mode === "development") this.#callers.add(accepted.value.id);
      return accepted;
    });
    if (!outcome.ok) return outcome;
    return { ok: true, value: { submission: outcome.value, stored: await this.#outbox.flush() } };
  }

  async claim(jobId: string): Promise<WorkOrder | null> {
    return this.#take(jobId);
  }

  async nextWork(submissionId: string): Promise<WorkOrder | null> {
    this.#callers.add(submissionId);
    for (;;) {
      const changed = this.#changes.next();
      const pending = this.#look((ledger) => nextPending(ledger, submissionId)?.job.id ?? null);
      const order = pending === null ? null : await this.#take(pending);
      if (order !== null) return order;
      if (pending !== null) continue;
      if (!this.#look((ledger) => canProgress(ledger, submissionId))) break;
      await Promise.race([changed, this.#deps.sleep(POLL_MS)]);
    }
    this.#callers.delete(submissionId);
    await this.#outbox.flush();
    return null;
  }

  async complete(command: CompleteCommand): Promise<CompleteAnswer> {
    const { accepted, order, heir } = this.#commit((ledger) => {
      const record = heldJob(ledger, command.job_id, command.token);
      if (record === null) return { accepted: false, order: null, heir: null };
      const retries = this.#deps.app.tasks.get(record.job.task_config_id)?.retries ?? null;
      completeJob(ledger, record, command, retries);
      return { accepted: true, ...(command.wants_next ? this.#handOver(ledger, record) : { order: null, heir: null }) };
    });
    if (!accepted) this.#deps.log("stale_completion", { job_id: command.job_id, token: command.token });
    return { accepted, next: heir === null ? order : await this.#take(heir) };
  }

  async heartbeat(jobId: string, token: number): Promise<{ readonly aborted: boolean }> {
    return this.#commit((ledger) => {
      const record = heldJob(ledger, jobId, token);
      if (record !== null) extendLease(ledger, record, this.#deps.app.job.leaseMs);
      return { aborted: record?.cancel_requested ?? true };
    });
  }

  async waitForSubmission(submissionId: string, timeoutMs: number): Promise<Outcome<Submission>> {
    let timedOut = false;
    const deadline = this.#deps.sleep(timeoutMs).then(() => {
      timedOut = true;
    });
    for (;;) {
      const changed = this.#changes.next();
      const record = this.#store.submission(submissionId);
      if (record === null) return refuse("submission_not_found", `Submission: ${submissionId} does not exist.`);
      if (record.open_jobs === 0 || timedOut) {
        await this.#outbox.flush();
        return { ok: true, value: record.submission };
      }
      await Promise.race([changed, deadline]);
    }
  }

  createJob(job: Job): Promise<Outcome<Stored<Job>>> {
    return this.#change<Job>((ledger) => {
      const record = inertRecord(job, ledger.nextPosition());
      ledger.addJob(record);
      return { ok: true, value: record.job };
    });
  }

  cancelJob(jobId: string, force: boolean): Promise<Outcome<Stored<Job>>> {
    return this.#change<Job>((ledger) => {
      const record = ledger.job(jobId);
      if (record === null) return refuse("job_not_found", `Job: ${jobId} does not exist.`);
      cancelJob(ledger, record, force);
      return { ok: true, value: record.job };
    });
  }

  deleteJob(jobId: string): Promise<Outcome<Stored<null>>> {
    return this.#change((ledger) => deleteJob(ledger, jobId));
  }

  deleteSubmission(submissionId: string): Promise<Outcome<Stored<null>>> {
    return this.#change((ledger) => deleteSubmission(ledger, submissionId));
  }

  writeDataNode(command: WriteCommand): Promise<Outcome<Stored<Edit>>> {
    return this.#change((ledger) => writeDataNode(ledger, command));
  }

  lockDataNode(
    node: DataNodeSnapshot,
    editorId: string,
    duration: Microseconds,
    comment: string | null,
  ): Promise<Outcome<Stored<DataNodeSnapshot>>> {
    return this.#change((ledger) => lockDataNode(ledger, node, editorId, duration, comment));
  }

  unlockDataNode(node: DataNodeSnapshot, editorId: string | null): Promise<Outcome<Stored<DataNodeSnapshot>>> {
    return this.#change((ledger) => unlockDataNode(ledger, node, editorId));
  }

  deleteDataNode(node: DataNodeSnapshot): Promise<Outcome<Stored<null>>> {
    return this.#change((ledger) => deleteDataNode(ledger, node));
  }

  async purge(taskIds: readonly string[], entityIds: readonly string[], force: boolean): Promise<Outcome<null>> {
    const outcome = this.#commit((ledger) => purge(ledger, taskIds, entityIds, force));
    // The caller deletes the rows in D1 next: nothing of this object may arrive there afterwards.
    if (outcome.ok && !(await this.#outbox.flush())) {
      return refuse("database_unavailable", "The database did not answer: nothing was deleted, try again.");
    }
    return outcome;
  }

  async poke(dataNodeIds: readonly string[]): Promise<void> {
    const snapshots = await this.#deps.database.snapshots(dataNodeIds);
    if (!this.#look((ledger) => isNews(ledger, dataNodeIds, snapshots))) return;
    this.#commit((ledger) => {
      const found = new Set(snapshots.map((snapshot) => ledger.importNode(snapshot).node.id));
      for (const id of dataNodeIds) {
        const record = ledger.node(id);
        if (record === null || found.has(id)) continue;
        record.deleted = true;
        ledger.touchNode(id);
      }
      release(ledger, dataNodeIds);
    });
  }

  async reportDeadLetter(jobId: string, attempt: number): Promise<void> {
    this.#commit((ledger) => {
      const record = ledger.job(jobId);
      if (record === null || record.job.status !== "PENDING" || record.job.attempt !== attempt) return;
      failJob(ledger, record, "The Queue gave up on this job: no worker could be reached, see the dead-letter queue.");
    });
    await this.#outbox.flush();
  }

  /** The alarm: everything that is due, and what an earlier life of the object left undone. */
  async alarm(): Promise<void> {
    this.#alarm.hasRung();
    const foreign = this.#commit((ledger) => {
      const due = this.#store.dueTimers(ledger.nowMs);
      for (const timer of due) {
        if (timer.kind === "dispatch") this.#callers.delete(this.#store.job(timer.id)?.job.submit_id ?? "");
        fireTimer(ledger, timer, this.#deps.app.job);
      }
      return due.filter((timer) => timer.kind === "foreign_wait").map((timer) => timer.id);
    });
    if (foreign.length > 0) await this.#refresh(foreign);
    await this.#outbox.flush();
  }

  /** What the worker that has just ended a job runs next: `order`, or the job `heir` once its inputs are refreshed. */
  #handOver(ledger: Ledger, ended: JobRecord): { order: WorkOrder | null; heir: string | null } {
    for (;;) {
      const heir = [...ledger.dispatched.values()].find((record) => record.job.submit_id === ended.job.submit_id);
      if (heir === undefined) return { order: null, heir: null };
      ledger.dispatched.delete(heir.job.id);
      if (foreignInputs(ledger, heir).length > 0) return { order: null, heir: heir.job.id };
      const order = takeJob(ledger, heir, this.#deps.app.job);
      if (order !== null) return { order, heir: null };
    }
  }

  /** Takes a job, or if it is skipped the one that follows it. */
  async #take(jobId: string): Promise<WorkOrder | null> {
    for (let id: string | null = jobId; id !== null; ) {
      const current: string = id;
      const foreign = this.#look((ledger) => foreignInputs(ledger, ledger.job(current)));
      if (foreign.length > 0) await this.#refresh(foreign);
      const { order, heir } = this.#commit((ledger) => {
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

  /** Reads nodes of other domains again. Without D1 the jobs go on with what is known. */
  async #refresh(ids: readonly string[]): Promise<void> {
    try {
      await this.poke(ids);
    } catch (error) {
      this.#deps.log("foreign_nodes_not_refreshed", { domain: this.#deps.domain, error: String(error) });
    }
  }

  async #afterDrain(waits: readonly ForeignWait[], newlyWaiting: readonly string[]): Promise<void> {
    this.#failedDrains = 0;
    // Whoever wrote these nodes before our wait was in D1 did not know of it: look once more.
    if (newlyWaiting.length > 0) await this.#refresh(newlyWaiting);
    const others = Map.groupBy(waits, (wait) => wait.domain);
    for (const [domain, ids] of others) {
      if (domain === this.#deps.domain) continue;
      try {
        await this.#deps.poke(
          domain,
          ids.map((wait) => wait.data_node_id),
        );
      } catch (error) {
        this.#deps.log("poke_failed", { domain, error: String(error) });
      }
    }
  }

  async #change<T>(decide: (ledger: Ledger) => Outcome<T>): Promise<Outcome<Stored<T>>> {
    const outcome = this.#commit(decide);
    return outcome.ok ? { ok: true, value: { value: outcome.value, stored: await this.#outbox.flush() } } : outcome;
  }

  #ledger(): Ledger {
    const { domain, clock, app } = this.#deps;
    return new Ledger(this.#store, domain, clock(), app.job.leaseMs);
  }

  #look<T>(read: (ledger: Ledger) => T): T {
    return read(this.#ledger());
  }

  #commit<T>(decide: (ledger: Ledger) => T): T {
    const { answer, dispatched, nowMs } = this.#deps.sql.transaction(() => {
      const ledger = this.#ledger();
      const answer = decide(ledger);
      ledger.save();
      return { answer, dispatched: [...ledger.dispatched.values()], nowMs: ledger.nowMs };
    });
    this.#alarm.ringBy(this.#store.nextDue());
    if (!this.#store.outboxIsEmpty()) {
      this.#alarm.ringBy(nowMs + OUTBOX_PATIENCE_MS);
      void this.#outbox.flush();
    }
    this.#wake(dispatched);
    this.#changes.announce();
    return answer;
  }

  #wake(records: readonly JobRecord[]): void {
    const jobs = records
      .filter(({ job }) => job.status === "PENDING" && !this.#callers.has(job.submit_id))
      .map(({ job }) => ({ job_id: job.id, attempt: job.attempt }));
    if (jobs.length === 0) return;
    // A message that is not sent is sent again when the job's dispatch timer is due.
    this.#deps.wake(jobs).catch((error) => this.#deps.log("wake_failed", { error: String(error) }));
  }

  #drainLater(error: unknown): void {
    const delay = Math.min(OUTBOX_RETRY_MS * 2 ** this.#failedDrains, MAX_OUTBOX_RETRY_MS);
    this.#failedDrains += 1;
    this.#deps.log("outbox_not_drained", { domain: this.#deps.domain, error: String(error), retry_ms: delay });
    const due = Math.floor(this.#deps.clock() / MICROSECONDS_PER_MILLISECOND) + delay;
    this.#store.setTimer({ kind: "outbox", id: "", due });
    this.#alarm.ringBy(due);
  }
}

/** Whether these nodes have changed since this object looked last, or some job waits for one of them. */
function isNews(ledger: Ledger, ids: readonly string[], snapshots: readonly DataNodeSnapshot[]): boolean {
  const known = (id: string) => ledger.node(id) !== null;
  return (
    snapshots.some((snapshot) => ledger.isNewer(snapshot)) ||
    ids.some((id) => known(id) && !snapshots.some((snapshot) => snapshot.id === id)) ||
    ids.some((id) => ledger.store.isAwaited(id))
  );
}

function foreignInputs(ledger: Ledger, record: JobRecord | null): string[] {
  if (record === null) return [];
  return record.input_ids.filter((id) => {
    const node = ledger.node(id);
    return node !== null && ledger.isForeign(node.node);
  });
}
