import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";

/** A woken worker has this part of a lease to claim its job before it is woken again. The time doubles with each waking. */
const DISPATCH_LEASES = 0.5;
const MIN_DISPATCH_PATIENCE_MS = 1_000;
const MAX_DOUBLINGS = 6;

/** Wakes a worker for a pending job, now or later, and again should the message get lost. */
export function dispatch(transaction: Transaction, record: Draft<JobRecord>, atMs: number): void {
  const { id } = record.job;
  if (atMs > transaction.nowMs) {
    transaction.setTimer({ kind: "job", id, due: atMs });
    return;
  }
  const firstPatience = Math.max(transaction.policy.leaseMs * DISPATCH_LEASES, MIN_DISPATCH_PATIENCE_MS);
  const patience = firstPatience * 2 ** Math.min(record.dispatches, MAX_DOUBLINGS);
  record.dispatches += 1;
  transaction.changeJob(record);
  transaction.dispatch(record);
  transaction.setTimer({ kind: "job", id, due: atMs + patience });
}

/** The worker that has claimed a job may send no heartbeat for a lease from now on. */
export function extendLease(transaction: Transaction, record: JobRecord): void {
  transaction.setTimer({ kind: "job", id: record.job.id, due: transaction.nowMs + transaction.policy.leaseMs });
}
