import { doubled } from "../core/doubled.ts";
import { fireTimer } from "../core/jobs/machine/timers.ts";
import type { Timer } from "../core/jobs/state/records.ts";
import { LruMap } from "../core/lru-map.ts";
import type { Commits } from "./commits.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";

/** Timers that one alarm fires. More that are due ring the alarm at once again. */
export const TIMERS_AT_ONCE = 200;

const RETRY_MS = 1_000;
const MAX_RETRY_MS = 10 * 60_000;

/** Failing timers whose failures are counted; what is forgotten begins with a short delay again. */
const COUNTED_FAILURES = 1_000;

interface Fired {
  readonly count: number;
  /** Nodes of other domains that must be read again. */
  readonly foreign: readonly string[];
}

const NONE: Fired = { count: 0, foreign: [] };

// docs/decisions/060-timers-wait-for-nothing.md
/**
 * Fires the timers that are due, in one transaction. When that throws, each fires in a transaction of its own, and one that
 * throws is put off. So no timer stops another one.
 */
export class DueTimers {
  readonly #deps: Pick<OrchestratorDeps, "domain" | "store" | "log">;
  readonly #commits: Commits;
  /** Timer → how often it has thrown. */
  readonly #failures = new LruMap<number>(COUNTED_FAILURES);
  /** Alarms in a row that could fire none. */
  #failedAlarms = 0;

  constructor(deps: Pick<OrchestratorDeps, "domain" | "store" | "log">, commits: Commits) {
    this.#deps = deps;
    this.#commits = commits;
  }

  /** As {@link fire}, without a transaction when no timer is due. */
  fireIfDue(): Fired {
    try {
      if (this.#deps.store.dueTimers(this.#commits.nowMs(), 1).length === 0) return NONE;
    } catch {
      // Firing fails in the same way, and puts the timers off.
    }
    return this.fire();
  }

  /** Never throws: the platform gives up an alarm whose handler throws six times. */
  fire(): Fired {
    try {
      const fired = this.#fire();
      this.#failedAlarms = 0;
      return fired;
    } catch (error) {
      const delayMs = delayAfter(this.#failedAlarms);
      this.#failedAlarms += 1;
      this.#deps.log("timers_not_fired", { domain: this.#deps.domain, error: String(error), retry_ms: delayMs });
      this.#ringAgain(this.#commits.nowMs(), delayMs);
      return NONE;
    }
  }

  /** After the delay, or for a timer that is due before. */
  #ringAgain(nowMs: number, delayMs: number): void {
    const { alarm } = this.#commits;
    alarm.ringBy(nowMs + delayMs);
    try {
      const dueMs = this.#deps.store.nextDue();
      if (dueMs !== null && dueMs > nowMs) alarm.ringBy(dueMs);
    } catch (error) {
      this.#deps.log("timers_not_read", { domain: this.#deps.domain, error: String(error) });
    }
  }

  #fire(): Fired {
    try {
      return this.#commits.commit((transaction) => {
        const due = transaction.state.dueTimers(transaction.nowMs, TIMERS_AT_ONCE);
        return { count: due.length, foreign: due.flatMap((timer) => fireTimer(transaction, timer)) };
      });
    } catch (error) {
      const due = this.#deps.store.dueTimers(this.#commits.nowMs(), TIMERS_AT_ONCE);
      if (due.length === 0) throw error;
      return { count: due.length, foreign: due.flatMap((timer) => this.#fireAlone(timer)) };
    }
  }

  #fireAlone(timer: Timer): readonly string[] {
    const name = `${timer.kind} ${timer.id}`;
    try {
      const foreign = this.#commits.commit((transaction) => fireTimer(transaction, timer));
      this.#failures.delete(name);
      return foreign;
    } catch (error) {
      const failures = this.#failures.get(name) ?? 0;
      this.#failures.set(name, failures + 1);
      const delayMs = delayAfter(failures);
      const { kind, id } = timer;
      this.#deps.log("timer_failed", { domain: this.#deps.domain, kind, id, error: String(error), retry_ms: delayMs });
      this.#commits.commit((transaction) => transaction.setTimer({ kind, id, due: transaction.nowMs + delayMs }));
      return [];
    }
  }
}

const delayAfter = (failures: number): number => doubled(RETRY_MS, MAX_RETRY_MS, failures);
