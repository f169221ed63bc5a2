import type { Store, TimerKind } from "./store.ts";

/** Timers that a transaction sets or (null) clears, written when it ends: a job may pass through several statuses in one. */
export class TimerChanges {
  readonly #last = new Map<string, { readonly kind: TimerKind; readonly id: string; readonly due: number | null }>();

  put(kind: TimerKind, id: string, due: number | null): void {
    this.#last.set(`${kind} ${id}`, { kind, id, due });
  }

  save(store: Store): void {
    for (const { kind, id, due } of this.#last.values()) {
      if (due === null) store.clearTimer(kind, id);
      else store.setTimer({ kind, id, due });
    }
  }
}
