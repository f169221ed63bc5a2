import { isFinished } from "../../../src/core/jobs/statuses.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts } from "./facts.ts";

/** Only unfinished jobs hold outputs, and all of theirs; only BLOCKED jobs wait; each job that moves has a timer. */
export function checkLocks(violations: Violations, { domain, state, jobs }: DomainFacts): void {
  const locks = state.locks();
  const waits = state.waits();
  const timers = new Set(state.timers().flatMap(({ kind, id }) => (kind === "job" ? [id] : [])));
  const held = new Set(locks.map((lock) => `${lock.job_id} ${lock.node_id}`));
  const waiting = new Set(waits.map((wait) => wait.job_id));

  for (const { job_id, node_id, position } of locks) {
    const record = jobs.get(job_id);
    const isDue = record !== undefined && !isFinished(record.job.status) && record.position === position;
    violations.check(
      isDue && record.output_ids.includes(node_id),
      "a lock belongs to an unfinished job",
      () => `${job_id} holds ${node_id}`,
    );
  }
  for (const { job_id, node_id } of waits) {
    violations.check(
      jobs.get(job_id)?.job.status === "BLOCKED",
      "only a BLOCKED job waits",
      () => `${job_id} waits for ${node_id}`,
    );
  }
  for (const { job, output_ids } of jobs.values()) {
    if (isFinished(job.status) || job.status === "SUBMITTED") continue;
    const free = output_ids.find((node) => !held.has(`${job.id} ${node}`));
    violations.check(
      free === undefined,
      "an unfinished job holds its outputs",
      () => `${job.id} does not hold ${free}`,
    );
    const moves = job.status === "PENDING" || job.status === "RUNNING";
    violations.check(moves === timers.has(job.id), "a job that moves has a timer", () => `${domain}: ${job.id}`);
    violations.check(
      job.status !== "BLOCKED" || waiting.has(job.id),
      "a BLOCKED job waits for something",
      () => job.id,
    );
  }
}
