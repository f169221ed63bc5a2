import { Cancellation } from "../core/cancellation.ts";
import type { Outcome } from "../core/errors.ts";
import type { Stored } from "../core/ports/orchestrator.ts";
import type { Applied } from "../core/ports/outbox-database.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";
import { Alarm } from "./alarm.ts";
import { Changes } from "./changes.ts";
import type { OrchestratorDeps } from "./deps.ts";
import { Outbox } from "./outbox/outbox.ts";
import { Ledger } from "./state/ledger.ts";
import { Memory } from "./state/memory.ts";
import type { JobRecord } from "./state/records.ts";

/** A change that nobody waits for goes to D1 after this time, together with those that follow it. */
export const DRAIN_DELAY_MS = 20;
/** The same while a call waits for the end of a submission: it brings D1 up to date itself, before this as a rule. */
const AWAITED_DRAIN_DELAY_MS = 1_000;
/** The alarm looks after the outbox this long after a change, should the object die before D1 has it. */
const OUTBOX_PATIENCE_MS = 10_000;
const OUTBOX_RETRY_MS = 1_000;
const MAX_OUTBOX_RETRY_MS = 60_000;

/** A drain that nobody waits for. */
interface Plan {
  readonly delayMs: number;
  readonly cancel: Cancellation;
}

/** What follows once D1 has confirmed rows. */
export type AfterDrain = (applied: Applied, newlyWaiting: readonly string[]) => Promise<void>;

/**
 * The object's transactions, and what follows each of them: the alarm is set, workers are woken, D1 gets its copy, calls
 * that wait for a change look again. What follows may fail; the alarm repeats it until it has worked.
 */
export class Commits {
  readonly store: Memory;
  readonly alarm: Alarm;
  readonly changes = new Changes();
  /** Submissions whose jobs a request runs: these are not sent to the Queue. */
  readonly callers = new Set<string>();
  readonly #deps: OrchestratorDeps;
  readonly #outbox: Outbox;
  /** Calls that wait for the end of a submission. */
  #awaiting = 0;
  #plan: Plan | null = null;
  #failedDrains = 0;

  constructor(deps: OrchestratorDeps, afterDrain: AfterDrain) {
    const { domain, database } = deps;
    this.#deps = deps;
    this.store = new Memory(deps.sql);
    this.alarm = new Alarm(deps.alarmAtMs, deps.setAlarm, deps.log);
    this.#outbox = new Outbox({
      domain,
      store: this.store,
      database,
      onDrained: (applied, newlyWaiting) => {
        this.#failedDrains = 0;
        // What is to be written with the next transaction is, though nobody may call any more.
        this.alarm.ringBy(this.#nowMs() + OUTBOX_PATIENCE_MS);
        return afterDrain(applied, newlyWaiting);
      },
      onFailed: (error) => this.#drainLater(error),
    });
  }

  /** Reads the state without changing it. */
  look<T>(read: (ledger: Ledger) => T): T {
    return read(this.#ledger());
  }

  commit<T>(decide: (ledger: Ledger) => T): T {
    const answer = this.#commit(decide);
    this.#drainSoon();
    return answer;
  }

  #commit<T>(decide: (ledger: Ledger) => T): T {
    const { answer, dispatched, nowMs } = this.#transaction(decide);
    this.alarm.ringBy(this.store.nextDue());
    // While D1 is down, the outbox has a timer of its own.
    if (this.#failedDrains === 0 && !this.store.changes.isEmpty()) this.alarm.ringBy(nowMs + OUTBOX_PATIENCE_MS);
    this.#wake(dispatched);
    this.changes.announce();
    return answer;
  }

  /** A change that a client waits for: it answers when D1 has it, too. */
  async change<T>(decide: (ledger: Ledger) => Outcome<T>): Promise<Outcome<Stored<T>>> {
    const outcome = this.#commit(decide);
    if (outcome.ok) return { ok: true, value: { value: outcome.value, stored: await this.flush() } };
    this.#drainSoon();
    return outcome;
  }

  /** Resolves when everything that was committed before this call is in D1 (true), or D1 did not take it (false). */
  flush(): Promise<boolean> {
    this.#plan?.cancel.abort();
    this.#plan = null;
    return this.#outbox.flush();
  }

  /** A call that waits for the end of a submission and brings D1 up to date then. */
  async awaited<T>(call: () => Promise<T>): Promise<T> {
    this.#awaiting += 1;
    try {
      return await call();
    } finally {
      this.#awaiting -= 1;
    }
  }

  #transaction<T>(decide: (ledger: Ledger) => T) {
    this.store.makeRoom();
    try {
      const { committed, ...done } = this.#deps.sql.transaction(() => {
        this.store.changes.removeConfirmed();
        const committed = this.#deps.onTransaction?.();
        const ledger = this.#ledger();
        const answer = decide(ledger);
        ledger.save();
        return { answer, dispatched: [...ledger.dispatched.values()], nowMs: ledger.nowMs, committed };
      });
      committed?.();
      return done;
    } catch (error) {
      this.store.forget();
      throw error;
    }
  }

  #nowMs(): number {
    return Math.floor(this.#deps.clock() / MICROSECONDS_PER_MILLISECOND);
  }

  #ledger(): Ledger {
    const { domain, clock, app } = this.#deps;
    return new Ledger(this.store, domain, clock(), app.job.leaseMs);
  }

  #wake(records: readonly JobRecord[]): void {
    const jobs = records
      .filter(({ job }) => job.status === "PENDING" && !this.callers.has(job.submit_id))
      .map(({ job }) => ({ job_id: job.id, attempt: job.attempt }));
    if (jobs.length === 0) return;
    // A message that is not sent is sent again when the job's dispatch timer is due.
    this.#deps.wake(jobs).catch((error) => this.#deps.log("wake_failed", { error: String(error) }));
  }

  #drainSoon(): void {
    if (this.#failedDrains > 0 || this.store.changes.isEmpty()) return;
    const delayMs = this.#awaiting > 0 ? AWAITED_DRAIN_DELAY_MS : DRAIN_DELAY_MS;
    if (this.#plan !== null && this.#plan.delayMs <= delayMs) return;
    this.#plan?.cancel.abort();
    const plan: Plan = { delayMs, cancel: new Cancellation() };
    this.#plan = plan;
    void this.#deps.sleep(delayMs, plan.cancel).then(() => {
      if (this.#plan !== plan) return;
      this.#plan = null;
      if (this.#failedDrains === 0 && !this.store.changes.isEmpty()) void this.flush();
    });
  }

  #drainLater(error: unknown): void {
    const delay = Math.min(OUTBOX_RETRY_MS * 2 ** this.#failedDrains, MAX_OUTBOX_RETRY_MS);
    this.#failedDrains += 1;
    this.#deps.log("outbox_not_drained", { domain: this.#deps.domain, error: String(error), retry_ms: delay });
    const due = this.#nowMs() + delay;
    this.store.setTimer({ kind: "outbox", id: "", due });
    this.alarm.ringBy(due);
  }
}
