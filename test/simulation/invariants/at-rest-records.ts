import type { JobRecord, NodeRecord, SubmissionRecord } from "../../../src/core/jobs/state/records.ts";
import { isFinished } from "../../../src/core/jobs/statuses.ts";
import type { D1 } from "../platform/d1.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

const PROMISE = "an object forgets only what has ended and what D1 has";

/** A job has left its object although it was not deleted. */
export function forgetJob(
  { atRest, losses, revived }: Facts,
  violations: Violations,
  d1: D1,
  { submissions }: DomainFacts,
  record: JobRecord,
): void {
  const { id, revision, status } = record.job;
  const [row] = d1.all<{ revision: number }>("SELECT revision FROM jobs WHERE id = ?", id);
  // A job that no submission has made never runs.
  const isAtRest = isFinished(status) || (status === "SUBMITTED" && !submissions.has(record.job.submit_id));
  const isKept = isAtRest && row?.revision === revision;
  const isVoid = losses.work.has(id) || revived.has(record.job.submit_entity_id);
  violations.check(isKept || isVoid, PROMISE, () => `${id} is ${status} ${revision}, D1 has ${row?.revision}`);
  atRest.jobs.set(id, record);
}

/** The same for a submission. */
export function forgetSubmission(
  { atRest, losses, revived }: Facts,
  violations: Violations,
  d1: D1,
  record: SubmissionRecord,
): void {
  const { id, revision } = record.submission;
  const [row] = d1.all<{ revision: number }>("SELECT revision FROM submissions WHERE id = ?", id);
  const isKept = record.open_jobs === 0 && row?.revision === revision;
  violations.check(
    isKept || losses.work.has(id) || revived.has(record.submission.entity_id),
    PROMISE,
    () => `${id}: ${record.open_jobs} open, ${revision}`,
  );
  atRest.submissions.set(id, record);
}

/** The same for a data node: D1 has its newest state, or it was deleted. */
export function checkForgottenNode(
  { deletable, purged, losses }: Facts,
  violations: Violations,
  d1: D1,
  { domain }: DomainFacts,
  { node, deleted }: NodeRecord,
): void {
  if (deleted || node.domain !== domain || deletable.has(node.id) || purged.size > 0) return;
  const [row] = d1.all<{ edit_number: number }>("SELECT edit_number FROM data_nodes WHERE id = ?", node.id);
  const isKept = row !== undefined && row.edit_number >= node.edit_number;
  violations.check(
    isKept || losses.edits.size > 0 || losses.entities.has(node.id),
    PROMISE,
    () => `${node.id} has ${node.edit_number} edits, D1 ${row?.edit_number}`,
  );
}
