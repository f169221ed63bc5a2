import { Cancellation } from "../../core/cancellation.ts";
import { doubled } from "../../core/doubled.ts";
import { faultOf } from "../../core/faults/fault.ts";
import type { Alarm } from "../alarm.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

// docs/decisions/012-drains-gather.md
/** Changes for which no call waits go to D1 after this time, together with those that follow them. */
export const DRAIN_DELAY_MS = 20;
/** The same while a call waits for the end of a submission: it brings D1 up to date itself, before this as a rule. */
const AWAITED_DRAIN_DELAY_MS = 1_000;
/** The alarm drains the outbox this long after a change, should the object be evicted before D1 has it. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

export interface NextDrainDeps extends Pick<OrchestratorDeps, "domain" | "store" | "sleep" | "log"> {
  readonly alarm: Pick<Alarm, "ringBy">;
  readonly nowMs: () => number;
  readonly drain: () => Promise<boolean>;
  /** Writes the outbox's timer, so that the next life of the object repeats the drain. */
  readonly setTimer: (dueMs: number) => void;
}

/** A drain that starts by itself, after a delay. */
interface PlannedDrain {
  readonly delayMs: number;
  readonly cancel: Cancellation;
}

/** When the outbox is drained next: soon after a commit, and after a growing delay while D1 does not take it. */
export class NextDrain {
  readonly #deps: NextDrainDeps;
  /** Calls that wait for the end of a submission. */
  #awaiting = 0;
  #planned: PlannedDrain | null = null;
  /** Drains in a row that D1 did not take. */
  #failures = 0;

  constructor(deps: NextDrainDeps) {
    this.#deps = deps;
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

  /** Should the object be evicted before D1 has what it lacks, the alarm sends it. */
  ring(): void {
    this.#deps.alarm.ringBy(this.#deps.nowMs() + PATIENCE_MS);
  }

  /** As {@link ring}, after a commit. While D1 is down, the outbox's timer rings. */
  ringIfDue(): void {
    if (this.#isDue()) this.ring();
  }

  /** After a commit for which no call waits. */
  planSoon(): void {
    if (!this.#isDue()) return;
    const delayMs = this.#awaiting > 0 ? AWAITED_DRAIN_DELAY_MS : DRAIN_DELAY_MS;
    if (this.#planned !== null && this.#planned.delayMs <= delayMs) return;
    this.#planned?.cancel.abort();
    const planned: PlannedDrain = { delayMs, cancel: new Cancellation() };
    this.#planned = planned;
    void this.#deps.sleep(delayMs, planned.cancel).then(() => {
      if (this.#planned !== planned) return;
      this.#planned = null;
      if (this.#isDue()) void this.#deps.drain();
    });
  }

  /** A drain begins, which takes the place of the planned one. Should the object be ended before it has: the alarm repeats it. */
  begins(): void {
    const { alarm, store, nowMs } = this.#deps;
    this.#planned?.cancel.abort();
    this.#planned = null;
    const patienceMs = this.#failures === 0 ? PATIENCE_MS : MAX_RETRY_MS;
    if (!store.isOutboxEmpty()) alarm.ringBy(nowMs() + patienceMs);
  }

  /** D1 has taken rows. Some are removed with the next transaction: the alarm makes one, should no call come. */
  hasWorked(): void {
    this.#failures = 0;
    this.ring();
  }

  /** D1 did not take the rows. */
  hasFailed(error: unknown): void {
    const { domain, alarm, nowMs, setTimer, sleep, drain, log } = this.#deps;
    const delayMs = doubled(RETRY_MS, MAX_RETRY_MS, this.#failures);
    this.#failures += 1;
    log("outbox_not_drained", { domain, code: faultOf(error), error: String(error), retry_ms: delayMs });
    const dueMs = nowMs() + delayMs;
    alarm.ringBy(dueMs);
    try {
      setTimer(dueMs);
    } catch (thrown) {
      // The alarm is set, and may be lost with the timer: the object repeats the drain as long as it lives.
      log("outbox_timer_not_set", { domain, error: String(thrown) });
      void sleep(delayMs).then(drain);
    }
  }

  /** Whether D1 lacks something. While it is down, only the outbox's timer and calls of clients try it. */
  #isDue(): boolean {
    return this.#failures === 0 && !this.#deps.store.isOutboxEmpty();
  }
}
