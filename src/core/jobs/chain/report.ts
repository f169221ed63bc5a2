import type { JobResult, ReportCommand, Try } from "../../ports/orchestrator.ts";
import { beginAhead, type Handover, heldJob, NOTHING, nextOf } from "../machine/claim.ts";
import { endTry } from "../machine/complete.ts";
import { enter } from "../machine/enter.ts";
import { dispatch } from "../machine/wake.ts";
import type { Draft, JobRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { isPromised, revoke, revokeFollowing } from "./ahead.ts";

interface Reported extends Handover {
  readonly accepted: readonly boolean[];
  readonly goesOn: boolean;
  /** null = the object does not know the jobs. */
  readonly submissionId: string | null;
}

// docs/decisions/067-chains-in-one-order.md
/**
 * Plays what a worker reports of its chain: each end publishes a result, and lets the next job begin, which may have ended, too.
 * What follows an end that does not count does not count either: it was made from its results.
 */
export function reportEnds(transaction: Transaction, command: ReportCommand): Reported {
  const { ends, running, returned = [], wants_next } = command;
  for (const given of returned) takeBack(transaction, given);
  let isHeld = true;
  const accepted = ends.map(({ result, ...given }) => {
    isHeld &&= endOf(transaction, given, result);
    return isHeld;
  });
  const goesOn = running !== undefined && isHeld && hold(transaction, running) !== null;
  if (running !== undefined && !goesOn) refuse(transaction, running);
  for (const [index, end] of ends.entries()) if (accepted[index] === false) refuse(transaction, end);
  const [first] = ends;
  const submissionId = first === undefined ? null : (transaction.job(first.job_id)?.job.submit_id ?? null);
  const isBusy = goesOn || !wants_next || submissionId === null || accepted[0] !== true;
  const handover = isBusy ? NOTHING : nextOf(transaction, submissionId, { chain: true });
  return { accepted, goesOn, submissionId, ...handover };
}

function endOf(transaction: Transaction, given: Try, result: JobResult): boolean {
  const record = hold(transaction, given);
  if (record === null) return false;
  endTry(transaction, record, result);
  return true;
}

/** The job when this worker holds it, or has it now that the job before it has ended. */
const hold = (transaction: Transaction, { job_id, token }: Try): Draft<JobRecord> | null =>
  heldJob(transaction, job_id, token) ?? beginAhead(transaction, job_id, token);

/** A worker has run a job that it must not: it holds neither this one nor those that follow. */
function refuse(transaction: Transaction, { job_id, token }: Try): void {
  const record = transaction.job(job_id);
  if (record === null || !isPromised(record, token)) return;
  revoke(transaction, record);
  revokeFollowing(transaction, record);
}

/** A job that its worker has not begun, and will not: its try does not count. */
function takeBack(transaction: Transaction, { job_id, token }: Try): void {
  const record = transaction.job(job_id);
  if (record === null) return;
  const { job } = record;
  if (heldJob(transaction, job_id, token) !== null) {
    record.job = { ...job, attempt: token - 1 };
    enter(transaction, record, "PENDING");
    dispatch(transaction, record, transaction.nowMs);
    return;
  }
  if (!isPromised(record, token)) return;
  record.job = { ...job, attempt: token - 1 };
  revoke(transaction, record);
}
