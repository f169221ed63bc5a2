import type { AlarmClock } from "../platform/alarm-clock.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts } from "./facts.ts";

/** An outbox that D1 has not taken is looked at again within this time. */
const OUTBOX_PATIENCE_MS = 61_000;

/** Whatever is due some time, an alarm rings by then. */
export function checkAlarm(violations: Violations, { domain, state, clock }: DomainFacts, alarm: AlarmClock): void {
  if (alarm.isRinging || alarm.isExcused) return;
  const timer = state.nextDue() ?? Number.POSITIVE_INFINITY;
  const outbox = state.hasUnconfirmed()
    ? Math.max(clock / 1_000, alarm.wallMs()) + OUTBOX_PATIENCE_MS
    : Number.POSITIVE_INFINITY;
  const latest = Math.min(timer, outbox);
  const isSet = latest === Number.POSITIVE_INFINITY || (alarm.atMs !== null && alarm.atMs <= latest);
  violations.check(isSet, "an alarm is set for whatever is due", () => `${domain}: due ${latest}, alarm ${alarm.atMs}`);
}
