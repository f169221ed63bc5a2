import type { AlarmClock } from "../platform/alarm-clock.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts } from "./facts.ts";

/** So late a timer may fire: the alarm may be late, and its handler may die and be called again. */
const BOUND_MS = 20_000;

/** A timer that is due fires within a bound of time, whatever else hangs; only the alarm itself and the clock excuse it. */
export class TimerCheck {
  readonly #due = new Map<string, number>();

  /** The object has committed something. */
  committed({ domain, sql }: DomainFacts): void {
    const [next] = sql.all<{ due: number | null }>("SELECT min(due) AS due FROM timers");
    if (next?.due == null) this.#due.delete(domain);
    else this.#due.set(domain, next.due);
  }

  run(violations: Violations, nowMs: number, alarmOf: (domain: string) => AlarmClock | undefined): void {
    for (const [domain, due] of this.#due) {
      const alarm = alarmOf(domain);
      if (alarm === undefined || nowMs < alarm.excusedUntilMs + BOUND_MS) continue;
      const lateMs = alarm.wallMs() - due;
      violations.check(lateMs <= BOUND_MS, "a due timer fires in time", () => `${domain}: ${lateMs} ms late`);
    }
  }
}
