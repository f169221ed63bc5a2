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

/** Where nothing has failed, no function has run again but for its own errors. */
export function checkRuns({ begun, isQuiet, violations }: World, { throws }: Facts): void {
  if (!isQuiet) return;
  for (const [job, tries] of begun.tries) {
    const allowed = 1 + (throws.get(job) ?? 0);
    violations.check(tries.length <= allowed, "a function runs again only after a crash", () => `${job}: ${tries}`);
  }
}
