import { missingText } from "../../missing.ts";
import { addTime, MICROSECONDS_PER_SECOND } from "../../time.ts";
import { SLOTS } from "../slots/limits.ts";
import { isWaiting, watchSlots } from "../slots/wait-for-slot.ts";
import type { JobsView } from "../state/jobs-state.ts";
import type { Draft, JobRecord, QueuePosition, SubmissionRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { hasTimer } from "../statuses.ts";
import { missingInputs } from "./readiness.ts";
import { FOREIGN_WAIT_INTERVAL_MS, fail, isGoneFor, settle } from "./settle.ts";
import { dispatch, extendLease } from "./wake.ts";

/** What a submission lacks so that it goes on by itself. */
interface Lack {
  /** Jobs without the timer of their status. */
  readonly untimed: readonly string[];
  /** BLOCKED jobs that may go on, or that nothing would settle. */
  readonly unsettled: readonly string[];
  /** Nodes of other domains that its jobs wait for and that no timer reads again. */
  readonly unread: readonly string[];
  /** The submission has ended, and D1 does not know it. */
  readonly isUnsent: boolean;
}

/** What was mended. */
interface Mended {
  readonly moved: number;
  /** Nodes of other domains that must be read again. */
  readonly foreign: readonly string[];
}

/** D1 has a submission this long after its end, or nothing brings it there. */
const DRAINED_AFTER = 5 * 60 * MICROSECONDS_PER_SECOND;

/** Whether a submission that has not ended as far as D1 knows lacks anything. */
export function lacksAnything(view: JobsView, submissionId: string): boolean {
  const { untimed, unsettled, unread, isUnsent } = lackOf(view, submissionId);
  return isUnsent || untimed.length + unsettled.length + unread.length > 0;
}

/** Sets the timers and waits that are missing, settles jobs whose inputs are ready, and sends D1 again what has ended. */
export function mend(transaction: Transaction, submissionId: string): Mended {
  const { untimed, unsettled, unread, isUnsent } = lackOf(transaction, submissionId);
  for (const id of untimed) setTimer(transaction, transaction.job(id));
  for (const id of unsettled) settleAgain(transaction, transaction.job(id));
  const due = transaction.nowMs + FOREIGN_WAIT_INTERVAL_MS;
  for (const id of unread) if (!isRead(transaction, id)) transaction.setTimer({ kind: "foreign_wait", id, due });
  if (isUnsent) sendAgain(transaction, transaction.submission(submissionId));
  return { moved: untimed.length + unsettled.length + unread.length + (isUnsent ? 1 : 0), foreign: unread };
}

/** Looks at each job once, so that the time for it grows with the jobs only. */
function lackOf(view: JobsView, submissionId: string): Lack {
  const owner = view.submission(submissionId);
  const jobs = owner === null ? [] : view.activeJobs(submissionId);
  const blocked = jobs
    .filter(({ job }) => job.status === "BLOCKED")
    .map((record) => ({ record, missing: missingInputs(view, record) }));
  return {
    untimed: jobs.filter((record) => lacksTimer(view, record)).map(({ job }) => job.id),
    unsettled: blocked
      .filter(({ record, missing }) => !waitsRightly(view, record, missing))
      .map(({ record }) => record.job.id),
    unread: [...new Set(blocked.flatMap(({ missing }) => missing))].filter((id) => !isRead(view, id)),
    isUnsent: owner !== null && owner.open_jobs === 0 && isUnsent(view, owner),
  };
}

const lacksTimer = (view: JobsView, { job }: JobRecord): boolean =>
  hasTimer(job.status) && !view.hasTimer("job", job.id);

/** Whether a BLOCKED job waits for something that still comes, and is settled then. */
function waitsRightly(view: JobsView, record: JobRecord, missing: readonly string[]): boolean {
  const { position } = record;
  if (missing.length === 0) return isWaiting(record) && view.hasTimer("foreign_wait", SLOTS);
  return missing.every((id) => standsIn(view.queueAt(id).waiters, position) && !isGoneFor(view, id, position));
}

/** Whether a position is in a queue, which is in the order of positions. */
function standsIn(queue: readonly QueuePosition[], position: number): boolean {
  let [from, to] = [0, queue.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((queue[middle]?.position ?? position) < position) from = middle + 1;
    else to = middle;
  }
  return queue[from]?.position === position;
}

/** Whether a timer reads a node again; one of this domain needs none. */
function isRead(view: JobsView, nodeId: string): boolean {
  const node = view.node(nodeId)?.node;
  return node === undefined || !view.isForeign(node) || view.hasTimer("foreign_wait", nodeId);
}

const isUnsent = (view: JobsView, { submission: { finished_at } }: SubmissionRecord): boolean =>
  finished_at !== null && finished_at < addTime(view.now, -DRAINED_AFTER);

function setTimer(transaction: Transaction, record: Draft<JobRecord> | null): void {
  if (record?.job.status === "RUNNING") extendLease(transaction, record);
  else if (record !== null) dispatch(transaction, record, Math.max(record.not_before ?? 0, transaction.nowMs));
}

function settleAgain(transaction: Transaction, record: Draft<JobRecord> | null): void {
  // Another job of the submission may have failed just now, and this one with it.
  if (record?.job.status !== "BLOCKED") return;
  const { position } = record;
  const gone = missingInputs(transaction, record).find((id) => isGoneFor(transaction, id, position));
  if (gone === undefined) settle(transaction, record);
  else fail(transaction, record, missingText("data_node", gone));
  if (isWaiting(record) && !transaction.hasTimer("foreign_wait", SLOTS)) watchSlots(transaction);
}

/** D1 gets an ended submission with its jobs once more: it was set back, or has never got the end. */
function sendAgain(transaction: Transaction, record: SubmissionRecord | null): void {
  if (record === null) return;
  transaction.post("submission", record.submission.id, "changed");
  for (const job of record.submission.job_ids) transaction.post("job", job, "changed");
}
