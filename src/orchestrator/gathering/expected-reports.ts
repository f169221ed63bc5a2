import { Cancellation } from "../../core/cancellation.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** A report that comes later than this after its submission is not waited for. */
export const EXPECTED_MS = 1_000;
/** A drain waits for reports when so many are to come: fewer are not worth the time. */
const SIBLINGS = 2;
/** So long. */
export const GATHER_MS = 10;

// docs/decisions/012-drains-gather.md#a-drain-waits-for-reports-that-are-about-to-come
/**
 * The reports of requests that run the jobs of their submission themselves: they come soon, and each of them waits for D1. A
 * drain that waits a little takes several of them, and no states of jobs that change again at once.
 */
export class ExpectedReports {
  readonly #sleep: OrchestratorDeps["sleep"];
  readonly #nowMs: () => number;
  /** Submission → until when its report is expected, oldest first. */
  readonly #untilMs = new Map<string, number>();
  #gathering: Cancellation | null = null;

  constructor(sleep: OrchestratorDeps["sleep"], nowMs: () => number) {
    this.#sleep = sleep;
    this.#nowMs = nowMs;
  }

  expect(submissionId: string): void {
    this.#dropLate();
    this.#untilMs.delete(submissionId);
    this.#untilMs.set(submissionId, this.#nowMs() + EXPECTED_MS);
  }

  /** The report has come, or is not expected any more. */
  end(submissionId: string): void {
    if (this.#untilMs.delete(submissionId) && this.#untilMs.size === 0) this.#gathering?.abort();
  }

  /** How many reports are to come, of other submissions than this one; those count that have come and not begun. */
  count(except = ""): number {
    this.#dropLate();
    return this.#untilMs.size - (this.#untilMs.has(except) ? 1 : 0);
  }

  /** Resolves when a drain may begin; null = at once. */
  gather(): Promise<void> | null {
    if (this.count() < SIBLINGS) return null;
    const gathering = new Cancellation();
    this.#gathering = gathering;
    return this.#sleep(GATHER_MS, gathering);
  }

  #dropLate(): void {
    const nowMs = this.#nowMs();
    for (const [id, untilMs] of this.#untilMs) {
      if (untilMs > nowMs) break;
      this.#untilMs.delete(id);
    }
  }
}
