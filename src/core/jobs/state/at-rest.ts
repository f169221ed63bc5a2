import { isUnderWay } from "../statuses.ts";
import type { JobRecord, NodeQueue, NodeRecord, SubmissionRecord, TimerKind } from "./records.ts";

/** What decides whether an object still needs a record. */
export interface RestView {
  submission(id: string): SubmissionRecord | null;
  queueAt(nodeId: string): NodeQueue;
  hasTimer(kind: TimerKind, id: string): boolean;
  /** Whether a job under way reads or writes a data node. */
  isUsed(nodeId: string): boolean;
  /** Whether D1 has not confirmed the newest state of an entity. */
  isUnconfirmed(kind: "data_node" | "job" | "submission", id: string): boolean;
}

// docs/decisions/064-objects-hold-what-is-in-flight.md
/** Whether a data node is at rest: no job under way uses it or waits for it, no editor has reserved it, and D1 has it. */
export function isNodeAtRest(view: RestView, { node: { id } }: NodeRecord): boolean {
  const { holders, waiters } = view.queueAt(id);
  return (
    holders.length + waiters.length === 0 &&
    !view.hasTimer("editor_lock", id) &&
    !view.hasTimer("foreign_wait", id) &&
    !view.isUsed(id) &&
    !view.isUnconfirmed("data_node", id)
  );
}

/** Whether a job is at rest: it has ended or is never run, its submission is at rest, and D1 has it. */
export function isJobAtRest(view: RestView, { job }: JobRecord): boolean {
  if (isUnderWay(job.status) || view.isUnconfirmed("job", job.id)) return false;
  const owner = view.submission(job.submit_id);
  return owner === null || isSubmissionAtRest(view, owner);
}

/** Whether a submission is at rest: its jobs have ended, and D1 has it. */
export function isSubmissionAtRest(view: RestView, { submission, open_jobs }: SubmissionRecord): boolean {
  return open_jobs === 0 && !view.isUnconfirmed("submission", submission.id);
}
