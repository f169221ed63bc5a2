import type { SlotTicket } from "../../ports/slots/slot-request.ts";
import { missingInputs } from "../machine/readiness.ts";
import { settle } from "../machine/settle.ts";
import type { Transaction } from "../state/transaction.ts";
import { isUnderWay } from "../statuses.ts";
import { SLOTS } from "./limits.ts";
import { leaveQueue, needsSlot, positionOf, REPEAT_MS, returnSlot } from "./wait-for-slot.ts";

/** So many requests are repeated at a time; the turn of the others comes when the timer fires next. */
const REPEATED_AT_ONCE = 200;

/**
 * The slots' object has granted these, or asks whether their jobs still hold them. A job that waits for one goes on.
 * @returns the ids of the jobs that hold them
 */
export function acceptSlots(transaction: Transaction, tickets: readonly SlotTicket[]): string[] {
  return tickets.flatMap(({ job_id, ticket }) => {
    const record = transaction.job(job_id);
    // An earlier release ends a job without a word about its slot.
    if (record === null || record.slot?.ticket !== ticket || !isUnderWay(record.job.status)) return [];
    if (record.slot.held) return [job_id];
    leaveQueue(transaction, positionOf(record));
    // An editor may have taken an input meanwhile: the job asks again once its inputs are ready.
    const isReady = missingInputs(transaction, record).length === 0;
    record.slot = isReady ? { ticket, held: true } : null;
    record.job = { ...record.job, slot_reasons: null };
    transaction.changeJob(record);
    settle(transaction, record);
    return isReady ? [job_id] : [];
  });
}

/** The timer of the jobs that wait for a slot: a request or its answer may be lost, or the limit may be gone. */
export function repeatRequests(transaction: Transaction): void {
  const { waiters } = transaction.queueAt(SLOTS);
  if (waiters.length === 0 && transaction.domain !== SLOTS) transaction.clearTimer("foreign_wait", SLOTS);
  const turns = Math.max(1, Math.ceil(waiters.length / REPEATED_AT_ONCE));
  const from = (Math.floor(transaction.nowMs / REPEAT_MS) % turns) * REPEATED_AT_ONCE;
  for (const waiter of waiters.slice(from, from + REPEATED_AT_ONCE)) {
    const record = transaction.job(waiter.job_id);
    // An earlier release ends a job without a word about this row.
    if (record?.job.status !== "BLOCKED" || record.slot === null) leaveQueue(transaction, waiter);
    else if (needsSlot(transaction, record)) transaction.slots.ask(record);
    else {
      returnSlot(transaction, record);
      settle(transaction, record);
    }
  }
}
