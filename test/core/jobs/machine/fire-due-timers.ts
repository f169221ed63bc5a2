import { fireTimer } from "../../../../src/core/jobs/machine/timers.ts";
import type { Transaction } from "../../../../src/core/jobs/state/transaction.ts";

/** Fires up to a hundred timers that are due, the oldest first, in one transaction. */
export const fireDueTimers = (transaction: Transaction): string[] =>
  transaction.state.dueTimers(transaction.nowMs, 100).flatMap((timer) => fireTimer(transaction, timer));
