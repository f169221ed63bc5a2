import type { Log } from "../core/ports/runtime.ts";

/** The object's only alarm. It may come early, never late: an alarm that is due sooner already is left alone. */
export class Alarm {
  readonly #set: (atMs: number) => Promise<void>;
  readonly #log: Log;
  #atMs: number | null;

  constructor(atMs: number | null, set: (atMs: number) => Promise<void>, log: Log) {
    this.#atMs = atMs;
    this.#set = set;
    this.#log = log;
  }

  /** Makes sure that the alarm rings at `dueMs` or before; null = nothing is due. */
  ringBy(dueMs: number | null): void {
    if (dueMs === null || (this.#atMs !== null && this.#atMs <= dueMs)) return;
    this.#atMs = dueMs;
    this.#set(dueMs).catch((error) => {
      // Forgotten, so that the next commit tries again.
      if (this.#atMs === dueMs) this.#atMs = null;
      this.#log("alarm_not_set", { error: String(error) });
    });
  }

  hasRung(): void {
    this.#atMs = null;
  }
}
