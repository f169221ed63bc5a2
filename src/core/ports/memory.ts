import type { CancelSignal } from "../cancellation.ts";
import type { Budget } from "../values/budget.ts";

/** How a job waits for the memory of large values: until it is aborted. The wait is no part of its own time. */
export interface JobWait {
  /** Aborted when the job must stop. */
  readonly signal: CancelSignal & { throwIfAborted(): void };
  /** Called when the job begins to wait. */
  readonly waits: () => void;
  /** Called when it waits no longer. */
  readonly begun: () => void;
}

/** The memory of an isolate for decoded values (storage/memory/memory.ts). */
export interface Memory {
  /**
   * Runs work that decodes values. A small amount of memory is there at once. Work that needs more runs alone in the isolate,
   * after others; it is begun again for that, so it must have no effects before it has charged its budget.
   * @param bytes of the encoded values; null = not known
   * @param wait of a job; without it a request waits, for some seconds
   * @throws TaipyError `memory_busy` when the request has waited too long, `value_too_large` as the budget does
   */
  use<T>(bytes: number | null, work: (budget: Budget) => Promise<T>, wait?: JobWait): Promise<T>;
}
