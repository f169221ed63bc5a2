import type { TimerChange } from "../../../core/jobs/state/jobs-state.ts";
import type { Timer, TimerKind } from "../../../core/jobs/state/records.ts";

/** All timers of an object, in memory. */
export class TimerBook {
  readonly #timers = new Map<string, Timer>();
  /** Timer → its newest change in the journal, and the place of that. */
  readonly #changed = new Map<string, { readonly change: TimerChange; readonly place: number }>();
  /** No timer is due before; null = none is; undefined = not known. */
  #nextDue: number | null | undefined;

  constructor(timers: readonly Timer[]) {
    for (const timer of timers) this.#timers.set(keyOf(timer), timer);
  }

  /** @param place of the journal's row that has the change; null = the table has it already */
  change(change: TimerChange, place: number | null): void {
    const key = keyOf(change);
    const { kind, id, due } = change;
    if (due === null) this.#timers.delete(key);
    else this.#timers.set(key, { kind, id, due });
    if (due !== null && this.#nextDue !== undefined) this.#nextDue = Math.min(due, this.#nextDue ?? due);
    if (place === null) this.#changed.delete(key);
    else this.#changed.set(key, { change, place });
  }

  has(kind: TimerKind, id: string): boolean {
    return this.#timers.has(keyOf({ kind, id }));
  }

  /** When the next timer is due, or before: one that has been cleared still counts until {@link due} is called. */
  nextDue(): number | null {
    if (this.#nextDue === undefined) {
      this.#nextDue = null;
      for (const { due } of this.#timers.values()) this.#nextDue = Math.min(due, this.#nextDue ?? due);
    }
    return this.#nextDue;
  }

  /** The timers that are due, the oldest first. */
  due(nowMs: number, limit: number): Timer[] {
    this.#nextDue = undefined;
    return [...this.#timers.values()]
      .filter(({ due }) => due <= nowMs)
      .sort((one, other) => one.due - other.due)
      .slice(0, limit);
  }

  /** Timers whose newest change is in the journal, up to a place. */
  changedUpTo(place: number): TimerChange[] {
    return [...this.#changed.values()].flatMap((changed) => (changed.place <= place ? [changed.change] : []));
  }

  /** The table has the timers up to a place now. */
  written(place: number): void {
    for (const [key, changed] of this.#changed) if (changed.place <= place) this.#changed.delete(key);
  }

  idsOf(kind: TimerKind): string[] {
    return [...this.#timers.values()].flatMap((timer) => (timer.kind === kind ? [timer.id] : []));
  }

  get isEmpty(): boolean {
    return this.#timers.size === 0;
  }
}

const keyOf = ({ kind, id }: Pick<Timer, "kind" | "id">): string => `${kind} ${id}`;
