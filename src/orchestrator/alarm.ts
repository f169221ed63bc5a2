import { DEADLINES, within } from "../core/deadlines.ts";
import { doubled } from "../core/doubled.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";

const RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
/** An alarm that is overdue by this much counts as lost. */
const OVERDUE_MS = 10_000;

type AlarmDeps = Pick<OrchestratorDeps, "setAlarm" | "getAlarm" | "sleep" | "clock" | "log">;

/**
 * The object's only alarm. It may come early, never late: an alarm that is due sooner already is left alone. One that could
 * not be set is set again, after a growing delay, and with every call before. One that the platform has lost is set again with
 * the next call.
 */
export class Alarm {
  readonly #deps: AlarmDeps;
  #atMs: number | null;
  /** When this life has set it; 0 = it has not. */
  #sinceMs = 0;
  #failures = 0;
  /** When the alarm that could not be set is due; null = none. */
  #missing: number | null = null;

  constructor(atMs: number | null, deps: AlarmDeps) {
    this.#atMs = atMs;
    this.#deps = deps;
  }

  /** Makes sure that the alarm rings at `dueMs` or before; null = nothing is due. */
  ringBy(dueMs: number | null): void {
    if (dueMs === null || this.#ringsBy(dueMs)) return;
    const atMs = Math.min(dueMs, this.#atMs ?? dueMs);
    this.#atMs = atMs;
    this.#sinceMs = this.#nowMs();
    void this.#set(atMs);
  }

  hasRung(): void {
    this.#atMs = null;
  }

  /** Asks the platform for the alarm, which may have lost it; one that is overdue counts as lost. It never rejects. */
  async check(nowMs: number): Promise<void> {
    const { getAlarm, sleep, log } = this.#deps;
    const assumedMs = this.#atMs;
    let atMs: number | null = null;
    try {
      atMs = await within(DEADLINES.alarm, sleep, getAlarm());
    } catch (error) {
      log("alarm_not_read", { error: String(error) });
    }
    // A transaction may have set it meanwhile.
    if (this.#atMs === assumedMs) this.#atMs = atMs !== null && atMs > nowMs ? atMs : null;
  }

  #ringsBy(dueMs: number): boolean {
    if (this.#atMs === null || this.#atMs > dueMs) return false;
    return this.#nowMs() <= Math.max(this.#atMs, this.#sinceMs) + OVERDUE_MS;
  }

  #nowMs(): number {
    return this.#deps.clock() / MICROSECONDS_PER_MILLISECOND;
  }

  async #set(dueMs: number): Promise<void> {
    const { setAlarm, sleep, log } = this.#deps;
    try {
      await within(DEADLINES.alarm, sleep, setAlarm(dueMs));
      this.#failures = 0;
    } catch (error) {
      if (this.#atMs === dueMs) this.#atMs = null;
      log("alarm_not_set", { error: String(error) });
      void this.#setLater(dueMs);
    }
  }

  /** The object stays in memory meanwhile. If it is ended all the same, its next life sets the alarm. */
  async #setLater(dueMs: number): Promise<void> {
    const isPlanned = this.#missing !== null;
    this.#missing = Math.min(dueMs, this.#missing ?? dueMs);
    if (isPlanned) return;
    const delayMs = doubled(RETRY_MS, MAX_RETRY_MS, this.#failures);
    this.#failures += 1;
    await this.#deps.sleep(delayMs);
    const missing = this.#missing;
    this.#missing = null;
    this.ringBy(missing);
  }
}
