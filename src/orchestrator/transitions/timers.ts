import { MICROSECONDS_PER_MILLISECOND, timeOf } from "../../core/time.ts";
import type { Ledger } from "../state/ledger.ts";
import type { Timer } from "../state/store.ts";
import { dispatch, FOREIGN_WAIT_INTERVAL_MS, release } from "./transitions.ts";
import { expireLease, type LeasePolicy } from "./work.ts";

/** How often an outbox that can't be drained is tried again at the latest. */
const OUTBOX_INTERVAL_MS = 60_000;

const MAX_FOREIGN_WAIT_INTERVAL_MS = 10 * 60_000;

/** Does what a due timer is there for. A timer that nothing needs any more goes away. */
export function fireTimer(ledger: Ledger, timer: Timer, policy: LeasePolicy): void {
  switch (timer.kind) {
    case "job": {
      const record = ledger.job(timer.id);
      if (record?.job.status === "PENDING") dispatch(ledger, record, ledger.nowMs);
      else if (record?.job.status === "RUNNING") expireLease(ledger, record, policy);
      else ledger.clearTimer("job", timer.id);
      return;
    }
    case "editor_lock":
      ledger.clearTimer("editor_lock", timer.id);
      ledger.touchNode(timer.id);
      release(ledger, [timer.id]);
      return;
    case "foreign_wait":
      ledger.setTimer({ ...timer, due: ledger.nowMs + foreignWaitIntervalMs(ledger, timer.id) });
      return;
    case "outbox":
      // The drain that the alarm starts next may not live to see its end.
      if (ledger.store.changes.isEmpty()) ledger.clearTimer("outbox", timer.id);
      else ledger.setTimer({ ...timer, due: ledger.nowMs + OUTBOX_INTERVAL_MS });
      return;
  }
}

/** The longer a job has waited already, the longer until the next look. */
function foreignWaitIntervalMs(ledger: Ledger, nodeId: string): number {
  const [first] = ledger.store.waiters(nodeId, Number.MAX_SAFE_INTEGER);
  const since = first === undefined ? undefined : ledger.job(first.job_id)?.job.status_change_records.BLOCKED;
  const waitedMs = since === undefined ? 0 : ledger.nowMs - timeOf(since) / MICROSECONDS_PER_MILLISECOND;
  return Math.min(Math.max(waitedMs, FOREIGN_WAIT_INTERVAL_MS), MAX_FOREIGN_WAIT_INTERVAL_MS);
}
