import { isSuspect } from "../placement.ts";
import type { JobsView } from "../state/jobs-state.ts";
import type { JobRecord } from "../state/records.ts";
import { isUnderWay } from "../statuses.ts";
import { isReadyFor } from "./readiness.ts";

/** The first pending job of a submission that is due. Jobs that have lost a worker are the Queue's. */
export function nextPending(view: JobsView, submissionId: string): JobRecord | null {
  const isDue = (record: JobRecord) =>
    record.job.status === "PENDING" && (record.not_before ?? 0) <= view.nowMs && !isSuspect(record);
  return view.activeJobs(submissionId).find(isDue) ?? null;
}

/**
 * Whether a job of the submission will still move by itself: it runs, may run, or waits for one that does. A job
 * that waits for a node which no job is about to write, or which an editor holds, does not.
 */
export function canProgress(view: JobsView, submissionId: string): boolean {
  const known = new Map<string, boolean>();
  return view.activeJobs(submissionId).some((record) => willMove(view, record, known));
}

function willMove(view: JobsView, record: JobRecord, known: Map<string, boolean>): boolean {
  const answer = known.get(record.job.id);
  if (answer !== undefined) return answer;
  const { status } = record.job;
  const moves = status === "BLOCKED" ? inputsWillCome(view, record, known) : isUnderWay(status);
  known.set(record.job.id, moves);
  return moves;
}

// Waits only lead to earlier jobs, so this ends.
function inputsWillCome(view: JobsView, record: JobRecord, known: Map<string, boolean>): boolean {
  return record.input_ids.every((id) => {
    const node = view.node(id);
    if (node === null) return false;
    if (isReadyFor(view, node, record.position)) return true;
    const writers = view.queueAt(id).holders.filter(({ position }) => position < record.position);
    return (
      writers.length > 0 &&
      writers.every(({ job_id }) => {
        const writer = view.job(job_id);
        return writer !== null && willMove(view, writer, known);
      })
    );
  });
}
