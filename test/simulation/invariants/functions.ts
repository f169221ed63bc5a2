import type { ReportAnswer, ReportCommand } from "../../../src/core/ports/orchestrator.ts";
import type { Violations } from "../violation.ts";
import type { World } from "../world.ts";
import type { Facts } from "./facts.ts";

/** The functions of tasks that have begun: of each job its tries. */
export class Begun {
  readonly #violations: Violations;
  readonly #tries = new Map<string, number[]>();

  constructor(violations: Violations) {
    this.#violations = violations;
  }

  add(jobId: string, attempt: number): void {
    const tries = this.#tries.get(jobId) ?? [];
    this.#tries.set(jobId, tries);
    // A worker that stood still may begin later than its successor.
    this.#violations.check(
      !tries.includes(attempt),
      "a function that runs again has another attempt",
      () => `${jobId}, attempt ${attempt} after ${tries}`,
    );
    tries.push(attempt);
  }

  get tries(): ReadonlyMap<string, readonly number[]> {
    return this.#tries;
  }
}

/** A job has run ahead in vain when a caller reserves or writes one of its inputs before the job before it is reported. */
export function noteOvertaken(facts: Facts, domain: string, command: ReportCommand, answer: ReportAnswer): void {
  const { jobs, nodes } = facts.domain(domain);
  const { ends, running } = command;
  const ended = ends.filter((_, index) => answer.accepted[index] === false);
  for (const { job_id } of running === undefined || answer.goes_on ? ended : [...ended, running]) {
    const isOvertaken = jobs.get(job_id)?.input_ids.some((id) => {
      const newest = [...(facts.edits.get(id)?.values() ?? [])].at(-1);
      const isOfChain = ends.some((end) => end.job_id === newest?.job_id);
      return nodes.get(id)?.node.editor_id != null || (newest !== undefined && !isOfChain);
    });
    if (isOvertaken === true) facts.overtaken.set(job_id, (facts.overtaken.get(job_id) ?? 0) + 1);
  }
}

/** Where nothing has failed, no function has run again but for its own errors. */
export function checkRuns({ begun, isQuiet, violations }: World, { throws, overtaken }: Facts): void {
  if (!isQuiet) return;
  for (const [job, tries] of begun.tries) {
    const allowed = 1 + (throws.get(job) ?? 0) + (overtaken.get(job) ?? 0);
    violations.check(tries.length <= allowed, "a function runs again only after a crash", () => `${job}: ${tries}`);
  }
}
