import { Cancellation } from "../core/cancellation.ts";
import type { Outcome } from "../core/errors.ts";
import { faultOf } from "../core/faults/fault.ts";
import { logEnd } from "../core/jobs/ends.ts";
import { limitsIn } from "../core/jobs/slots/limits.ts";
import type { Effects, JobPolicy, JobsView } from "../core/jobs/state/jobs-state.ts";
import { Transaction } from "../core/jobs/state/transaction.ts";
import type { Stored } from "../core/ports/orchestrator.ts";
import type { Applied } from "../core/ports/outbox-database.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";
import { Alarm } from "./alarm.ts";
import { SharedCommits } from "./gathering/shared-commits.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";
import { NextDrain } from "./outbox/next-drain.ts";
import { Outbox } from "./outbox/outbox.ts";
import { Reconciliation } from "./outbox/reconciliation.ts";
import { Trims } from "./trims.ts";

/** A caller is answered after this time, whether or not D1 has its change. */
export const FLUSH_PATIENCE_MS = 10_000;

/** Called once D1 has taken rows. When it throws, they are sent again. */
export type AfterDrain = (applied: Applied, newlyWaiting: readonly string[]) => void;

/**
 * The object's transactions and their effects: the alarm is set, workers are woken, D1 gets its copy, calls that wait for
 * a commit continue. An effect may fail; the alarm repeats it until it has worked.
 */
export class Commits {
  readonly alarm: Alarm;
  readonly trims: Trims;
  /** Submissions whose jobs a request runs. */
  readonly callers = new Set<string>();
  readonly reconciliation: Reconciliation;
  readonly shared: SharedCommits;
  readonly #deps: OrchestratorDeps;
  readonly #policy: JobPolicy;
  readonly #outbox: Outbox;
  readonly #onSlots: (slots: Effects["slots"]) => void;
  readonly #nextDrain: NextDrain;
  #waiting: (() => void)[] = [];

  constructor(deps: OrchestratorDeps, afterDrain: AfterDrain, onSlots: (slots: Effects["slots"]) => void) {
    this.#onSlots = onSlots;
    const { domain, database, store, app, sleep, log } = deps;
    this.#deps = deps;
    this.#policy = {
      leaseMs: app.job.leaseMs,
      workerRetryLimit: app.job.workerRetryLimit,
      timeoutMsOf: (taskConfigId) => app.tasks.get(taskConfigId)?.timeoutMs ?? null,
      retriesOf: (taskConfigId) => app.tasks.get(taskConfigId)?.retries ?? null,
      limitsOf: limitsIn(app),
    };
    this.alarm = new Alarm(deps.alarmAtMs, deps);
    this.trims = new Trims(deps, this.alarm, () => this.nowMs());
    this.reconciliation = new Reconciliation(deps, (decide) => this.commit(decide));
    this.shared = new SharedCommits(sleep, () => this.nowMs());
    this.#nextDrain = new NextDrain({
      ...deps,
      alarm: this.alarm,
      nowMs: () => this.nowMs(),
      drain: () => this.drain(),
      setTimer: (due) => this.#transaction((transaction) => transaction.setTimer({ kind: "outbox", id: "", due })),
    });
    this.#outbox = new Outbox({
      domain,
      store,
      database,
      sleep,
      log,
      gather: () => this.shared.expected.gather(),
      onDrained: (applied, newlyWaiting) => {
        this.#nextDrain.hasWorked();
        afterDrain(applied, newlyWaiting);
      },
      reconcile: () => this.reconciliation.run(),
      postpone: (entries) => {
        this.#transaction((transaction) => {
          // Also for nothing the revision goes up.
          if (entries.length === 0) transaction.raiseRevision(transaction.revision);
          for (const [kind, id, row] of entries) transaction.post(kind, id, row);
        });
      },
      onFailed: (error) => this.#nextDrain.hasFailed(error),
    });
    this.#resume();
  }

  /** Sets the alarm that an earlier life of the object could not set. */
  #resume(): void {
    const { store } = this.#deps;
    if (store.meta().revision === 0) return;
    this.alarm.ringBy(store.nextDue());
    const isDrainDue = this.#deps.alarmAtMs === null && !store.isOutboxEmpty();
    if (isDrainDue || store.hasLeftovers()) this.#nextDrain.ring();
    this.trims.plan();
  }

  /** As {@link flush}: D1 was read, and is not as the object left it. */
  follow(patienceMs: number): Promise<boolean> {
    return this.flush(patienceMs, this.#outbox.follow());
  }

  /** Sets the alarm again when the platform has lost it. It never rejects. */
  async checkAlarm(): Promise<void> {
    const { store, domain, log } = this.#deps;
    await this.alarm.check(this.nowMs());
    try {
      this.alarm.ringBy(store.nextDue());
      this.trims.plan();
    } catch (error) {
      log("timers_not_read", { domain, error: String(error) });
    }
  }

  /** Decides something without changing the state. */
  read<T>(decide: (view: JobsView) => T): T {
    return decide(this.#begin());
  }

  /** Decides, writes the changes, and starts the effects. */
  commit<T>(decide: (transaction: Transaction) => T): T {
    const answer = this.#commit(decide);
    this.#nextDrain.planSoon();
    return answer;
  }

  // docs/decisions/006-complete-does-not-wait-for-d1.md
  /** As {@link commit}, for a client: it gets its answer when D1 has the change, too. */
  async commitToD1<T>(decide: (transaction: Transaction) => Outcome<T>): Promise<Outcome<Stored<T>>> {
    const outcome = this.#commit(decide);
    if (outcome.ok) return { ok: true, value: { value: outcome.value, stored: await this.flush() } };
    this.#nextDrain.planSoon();
    return outcome;
  }

  /** As {@link commitToD1}, for a deletion: a full D1 takes it, too, and the rest of the change when there is room. */
  async deleteInD1<T>(decide: (transaction: Transaction) => Outcome<T>): Promise<Outcome<Stored<T>>> {
    const outcome = this.#commit(decide);
    if (outcome.ok) return { ok: true, value: { value: outcome.value, stored: await this.flushDeletions() } };
    this.#nextDrain.planSoon();
    return outcome;
  }

  /** As {@link flush}, for what was deleted until now. */
  async flushDeletions(patienceMs: number = FLUSH_PATIENCE_MS): Promise<boolean> {
    const { revision } = this.#deps.store.meta();
    return (await this.flush(patienceMs)) || this.#outbox.hasRemoved(revision);
  }

  /** Resolves with the next commit. Call it before you read the state, or you may miss one. */
  nextCommit(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /**
   * Resolves when everything that was committed before this call is in D1 (true), or D1 did not take it in time (false).
   * D1 may have it all the same then, or get it later.
   */
  async flush(patienceMs: number = FLUSH_PATIENCE_MS, drained: Promise<boolean> = this.drain()): Promise<boolean> {
    const answered = new Cancellation();
    const late = this.#deps.sleep(patienceMs, answered).then(() => false);
    try {
      return await Promise.race([drained, late]);
    } finally {
      answered.abort();
    }
  }

  /** As {@link flush}, for a caller that no one waits for. It never rejects. */
  drain(): Promise<boolean> {
    this.#nextDrain.begins();
    return this.#outbox.flush();
  }

  // docs/decisions/008-bookkeeping-rides-with-the-next-transaction.md
  /**
   * The drain of an alarm: no call may follow it, and an object that is evicted before its next alarm would send the same rows
   * with each of them. So what D1 has is removed at once. It never rejects.
   */
  async drainByAlarm(): Promise<void> {
    await this.drain();
    this.trims.run();
  }

  /** A call that waits for the end of a submission and brings D1 up to date then. */
  awaited<T>(call: () => Promise<T>): Promise<T> {
    return this.#nextDrain.awaited(call);
  }

  #commit<T>(decide: (transaction: Transaction) => T): T {
    const { store } = this.#deps;
    const { answer, effects } = this.#transaction(decide);
    for (const [id, isCaller] of effects.callers) isCaller ? this.callers.add(id) : this.callers.delete(id);
    this.alarm.ringBy(store.nextDue());
    this.#nextDrain.ringIfDue();
    this.trims.plan();
    this.#wake(effects.wake);
    this.#onSlots(effects.slots);
    for (const ended of effects.ended) logEnd(this.#deps.log, ended);
    this.#announce();
    return answer;
  }

  #transaction<T>(decide: (transaction: Transaction) => T) {
    const { store } = this.#deps;
    return store.transaction(() => {
      const transaction = this.#begin();
      const answer = decide(transaction);
      const { changes, effects } = transaction.end();
      store.save(changes);
      return { answer, effects };
    });
  }

  #begin(): Transaction {
    const { domain, clock, store } = this.#deps;
    return new Transaction(store, { domain, wallClock: clock(), policy: this.#policy, callers: this.callers });
  }

  nowMs(): number {
    return Math.floor(this.#deps.clock() / MICROSECONDS_PER_MILLISECOND);
  }

  #announce(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #wake(jobs: Effects["wake"]): void {
    if (jobs.length === 0) return;
    // A message that is not sent is sent again when the job's timer is due.
    const { domain, wake, log } = this.#deps;
    wake(jobs).catch((error) => log("wake_failed", { domain, code: faultOf(error), error: String(error) }));
  }
}
