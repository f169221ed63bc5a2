import { isFinished } from "../../../src/core/jobs/statuses.ts";
import type { World } from "../world.ts";
import type { Facts } from "./facts.ts";

const END = /^(?:job|submission)_(?:completed|failed|canceled|abandoned|skipped|undefined)$/;

/** The ends of jobs and submissions in the log of the objects. */
export class Logged {
  readonly #counts = new Map<string, number>();

  note(event: string, { job_id, submission_id }: Readonly<Record<string, unknown>>): void {
    if (!END.test(event)) return;
    const id = String(event.startsWith("job_") ? job_id : submission_id);
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  count(id: string): number {
    return this.#counts.get(id) ?? 0;
  }
}

/** Release 0.1.0 logs no ends; a store that has lost something may end a job anew. */
export function checkLogged({ logged, violations, deployment }: World, { domains, losses }: Facts): void {
  if (deployment !== null || losses.hasHappened) return;
  for (const { lastSeen } of domains.values()) {
    for (const { job } of lastSeen.values()) {
      const lines = logged.count(job.id);
      // One that was deleted has ended in the transaction that removed it.
      const isRight = lines === 1 || (lines === 0 && !isFinished(job.status));
      violations.check(isRight, "the end of a job is logged once", () => `${job.id} is ${job.status}: ${lines} lines`);
      const ends = logged.count(job.submit_id);
      violations.check(ends <= 1, "the end of a submission is logged once", () => `${job.submit_id}: ${ends} lines`);
    }
  }
}
