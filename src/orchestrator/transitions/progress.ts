import { isFinished } from "../../core/jobs/statuses.ts";
import type { Ledger } from "../state/ledger.ts";
import type { JobRecord } from "../state/records.ts";
import { isReadyFor } from "./transitions.ts";

/** The first pending job of a submission that is due. */
export function nextPending(ledger: Ledger, submissionId: string): JobRecord | null {
  const due = ({ job, not_before }: JobRecord) => job.status === "PENDING" && (not_before ?? 0) <= ledger.nowMs;
  return ledger.activeJobs(submissionId).find(due) ?? null;
}

/**
 * Whether some job of the submission will still move by itself: it runs, may run, or waits for one that does. A job
 * that waits for a node which nobody is about to write, or which an editor holds, does not.
 */
export function canProgress(ledger: Ledger, submissionId: string): boolean {
  const known = new Map<string, boolean>();
  return ledger.activeJobs(submissionId).some((record) => willMove(ledger, record, known));
}

function willMove(ledger: Ledger, record: JobRecord, known: Map<string, boolean>): boolean {
  const answer = known.get(record.job.id);
  if (answer !== undefined) return answer;
  const moves = record.job.status === "BLOCKED" ? inputsWillCome(ledger, record, known) : isMoving(record);
  known.set(record.job.id, moves);
  return moves;
}

// Waits only lead to earlier jobs, so this ends.
function inputsWillCome(ledger: Ledger, record: JobRecord, known: Map<string, boolean>): boolean {
  return record.input_ids.every((id) => {
    const node = ledger.node(id);
    if (node === null) return false;
    if (isReadyFor(ledger, node, record.position)) return true;
    const writers = ledger.store.locksBefore(id, record.position);
    return (
      writers.length > 0 &&
      writers.every(({ job_id }) => {
        const writer = ledger.job(job_id);
        return writer !== null && willMove(ledger, writer, known);
      })
    );
  });
}

const isMoving = ({ job }: JobRecord): boolean => !isFinished(job.status) && job.status !== "SUBMITTED";
