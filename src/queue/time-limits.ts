import { Cancellation, type CancelSignal } from "../core/cancellation.ts";
import { INVOCATION_OVER, type TimeLimit } from "../core/job-limits.ts";

/** The invocation of a try ends before the time of its job is up: no fault of the job. */
export class InvocationOverError extends Error {
  override readonly name = "InvocationOverError";
  /** It was a request, which has ended: a worker of the Queue goes on. */
  readonly isHandedOver: boolean;

  constructor(message: string, isHandedOver = false) {
    super(message);
    this.isHandedOver = isHandedOver;
  }
}

export interface TimeLimitsDeps {
  readonly sleep: (ms: number, signal: CancelSignal) => Promise<void>;
  /** Stops the job. */
  readonly expire: (reason: Error) => void;
}

/** The time of one try: its own, which stands still while it waits for memory, and that of its invocation, which never does. */
export class TimeLimits {
  readonly #deps: TimeLimitsDeps;
  readonly #own: TimeLimit;
  readonly #ended = new Cancellation();
  #paused = new Cancellation();

  /** @param leftMs of the invocation */
  constructor(deps: TimeLimitsDeps, own: TimeLimit, leftMs: number) {
    this.#deps = deps;
    this.#own = own;
    this.begun();
    this.#expireAfter(leftMs, this.#ended, () => new InvocationOverError(INVOCATION_OVER));
  }

  /** It waits for memory: its own time begins anew afterwards, and so does what it was doing. */
  waits(): void {
    this.#paused.abort();
  }

  begun(): void {
    this.#paused = new Cancellation();
    this.#expireAfter(this.#own.ms, this.#paused, () => new Error(this.#own.reason));
  }

  end(): void {
    this.#paused.abort();
    this.#ended.abort();
  }

  #expireAfter(ms: number, stopped: Cancellation, reason: () => Error): void {
    void this.#deps.sleep(ms, stopped).then(() => {
      if (!stopped.aborted) this.#deps.expire(reason());
    });
  }
}
