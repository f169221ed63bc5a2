import { Cancellation } from "../core/cancellation.ts";
import type { Orchestrator, PlannedJob } from "../core/ports/orchestrator.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Heartbeats in one lease, so that one may get lost. */
const HEARTBEATS_PER_LEASE = 3;

/** A job under way, and what stops it. */
interface Held {
  readonly order: PlannedJob;
  readonly abort: AbortController;
}

/** Extends the lease of the job under way, and aborts the job when it must stop: one timer for all jobs of a chain. */
export class Heartbeat {
  readonly #deps: Pick<WorkerDeps, "sleep" | "log">;
  readonly #orchestrator: Pick<Orchestrator, "heartbeat">;
  readonly #touch: () => Promise<void>;
  readonly #ended = new Cancellation();
  #held: Held | null = null;
  /** A job that has ended, and that its object takes for one that runs until it has the report. */
  #owed: PlannedJob | null = null;
  #beats = false;

  /** @param touch gives the isolate's record of jobs a sign of life */
  constructor(
    deps: Pick<WorkerDeps, "sleep" | "log">,
    orchestrator: Pick<Orchestrator, "heartbeat">,
    touch: () => Promise<void>,
  ) {
    this.#deps = deps;
    this.#orchestrator = orchestrator;
    this.#touch = touch;
  }

  /** From here on for this job. `abort` is aborted when the job was cancelled, or given to another worker. */
  hold(order: PlannedJob, abort: AbortController): void {
    this.#held = { order, abort };
    if (this.#beats) return;
    this.#beats = true;
    void this.#beat(order.lease_ms / HEARTBEATS_PER_LEASE);
  }

  /** The job is not under way any more. */
  release(): void {
    this.#held = null;
  }

  /** The report of this job is under way; null = of none. */
  owe(order: PlannedJob | null): void {
    this.#owed = order;
  }

  /** The job under way must stop. */
  stop(reason: Error): void {
    this.#held?.abort.abort(reason);
  }

  /** The last job has ended. */
  end(): void {
    this.#ended.abort();
  }

  async #beat(intervalMs: number): Promise<void> {
    for (;;) {
      await this.#deps.sleep(intervalMs, this.#ended);
      if (this.#ended.aborted) return;
      // Not awaited: a call that hangs must not silence the jobs that follow.
      void this.#touch().catch((error) => this.#deps.log("heartbeat_failed", { error: String(error) }));
      if (this.#owed !== null) void this.#send(this.#owed, null);
      if (this.#held !== null && !this.#held.abort.signal.aborted) void this.#send(this.#held.order, this.#held.abort);
    }
  }

  async #send({ job_id, token }: PlannedJob, abort: AbortController | null): Promise<void> {
    try {
      const { aborted } = await this.#orchestrator.heartbeat(job_id, token);
      if (aborted) abort?.abort(new Error("The job was cancelled, or given to another worker."));
    } catch (error) {
      this.#deps.log("heartbeat_failed", { job_id, error: String(error) });
    }
  }
}
