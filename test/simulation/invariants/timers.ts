import type { AlarmClock } from "../platform/alarm-clock.ts";
import type { World } from "../world.ts";
import type { DomainFacts } from "./facts.ts";

/** So late a timer may fire: the alarm may be late, and its handler may die and be called again. */
const BOUND_MS = 20_000;

/** A timer that is due fires within a bound of time, whatever else hangs; only the alarm itself and the clock excuse it. */
export class TimerCheck {
  readonly #due = new Map<string, number>();

  /** The object has committed something. */
  committed({ domain, state }: DomainFacts): void {
    const due = state.nextDue();
    if (due === null) this.#due.delete(domain);
    else this.#due.set(domain, due);
  }

  /** The object is not there any more as it was. */
  forget(domain: string): void {
    this.#due.delete(domain);
  }

  /** @param stranded objects without an alarm that the watchdog does not look for, because D1 knows no unfinished submission of theirs */
  run(
    { nowMs, violations }: World,
    objects: ReadonlyMap<string, { readonly alarm: AlarmClock }>,
    stranded: () => ReadonlySet<string>,
  ): void {
    for (const [domain, due] of this.#due) {
      const alarm = objects.get(domain)?.alarm;
      if (alarm === undefined || nowMs < alarm.excusedUntilMs + BOUND_MS) continue;
      const lateMs = alarm.wallMs() - due;
      if (lateMs <= BOUND_MS || stranded().has(domain)) continue;
      violations.report(`a due timer fires in time: ${domain}: ${lateMs} ms late`);
    }
  }
}
