import type { Alarm } from "./alarm.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";

const NEXT_STEP_MS = 1_000;
const RETRY_MS = 60_000;

// docs/decisions/064-objects-hold-what-is-in-flight.md
/** What D1 has leaves the object, which no call may follow: the alarm sees to it. */
export class Trims {
  readonly #deps: Pick<OrchestratorDeps, "domain" | "store" | "log">;
  readonly #alarm: Pick<Alarm, "ringBy">;
  readonly #nowMs: () => number;

  constructor(
    deps: Pick<OrchestratorDeps, "domain" | "store" | "log">,
    alarm: Pick<Alarm, "ringBy">,
    nowMs: () => number,
  ) {
    this.#deps = deps;
    this.#alarm = alarm;
    this.#nowMs = nowMs;
  }

  /** Sets the alarm for what is at rest, or may be. */
  plan(): void {
    this.#alarm.ringBy(this.#deps.store.nextTrim(this.#nowMs()));
  }

  /** Removes what D1 has, which the next transaction would do in part. It never throws. */
  run(): void {
    const { domain, store, log } = this.#deps;
    try {
      const nowMs = this.#nowMs();
      if (store.canTrim(nowMs) && store.transaction(() => store.trim(nowMs))) this.#alarm.ringBy(nowMs + NEXT_STEP_MS);
      this.plan();
    } catch (error) {
      this.#alarm.ringBy(this.#nowMs() + RETRY_MS);
      log("outbox_not_trimmed", { domain, error: String(error) });
    }
  }
}
