import type { CancelSignal } from "../cancellation.ts";

/** A request that runs jobs while it waits for the end of their submission. */
export interface WaitingRequest {
  /** How long it still waits, in milliseconds. */
  leftMs(): number;
  /** Aborted when it waits no more: its time is up, or its client has gone. */
  readonly over: CancelSignal;
}
