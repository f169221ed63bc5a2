import { NO_UNITS } from "../core/cost/usage.ts";
import type { Submission } from "../core/entities/submission.ts";
import type { Outcome } from "../core/errors.ts";
import { acceptSubmission } from "../core/jobs/machine/accept-submission.ts";
import { firstOf } from "../core/jobs/machine/claim.ts";
import { refuseMissing } from "../core/missing.ts";
import type { ReadSubmittable, SubmitAnswer, SubmitCommand, WorkOrder } from "../core/ports/orchestrator.ts";
import type { AnnouncedDeletions } from "./announced-deletions.ts";
import type { Commits } from "./commits.ts";
import type { FreshNodes } from "./forgotten/fresh-nodes.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";
import { untilEnded } from "./wait.ts";

interface Accepted {
  readonly outcome: Outcome<Submission>;
  /** For a request that runs jobs. */
  readonly order: WorkOrder | null;
}

/** The submissions that an object accepts. */
export class Submissions {
  readonly #deps: OrchestratorDeps;
  readonly #commits: Commits;
  readonly #fresh: FreshNodes;
  readonly #deletions: AnnouncedDeletions;

  constructor(deps: OrchestratorDeps, commits: Commits, fresh: FreshNodes, deletions: AnnouncedDeletions) {
    this.#deps = deps;
    this.#commits = commits;
    this.#fresh = fresh;
    this.#deletions = deletions;
  }

  submit(command: SubmitCommand): Promise<Outcome<SubmitAnswer>> {
    return this.#shared(command, () => this.#submit(command));
  }

  submitKnown(command: SubmitCommand & ReadSubmittable): Promise<Outcome<SubmitAnswer> | null> {
    return this.#shared(command, async () =>
      this.#deletions.mayConcern(command, this.#commits.nowMs()) ? null : this.#submit(command),
    );
  }

  #shared<T>({ wait_ms }: SubmitCommand, call: () => Promise<T>): Promise<T> {
    const { shared } = this.#commits;
    const isStored = wait_ms === undefined && this.#deps.app.job.mode !== "development";
    return isStored ? shared.storing(call) : shared.beside("", call);
  }

  async #submit(command: SubmitCommand): Promise<Outcome<SubmitAnswer>> {
    const fresh = this.#fresh.areCurrent(command.data_nodes) ? null : await this.#fresh.command(command);
    if (fresh?.ok === false) return fresh;
    const { countedRevision } = this.#deps.store.outbox;
    const refusal = this.#deletions.refusal(command, this.#commits.nowMs(), countedRevision);
    const outcome = refusal ?? (await this.#submitFresh(fresh?.value ?? command));
    if (!outcome.ok || command.audit === undefined) return outcome;
    return { ok: true, value: { ...outcome.value, audited: true } };
  }

  async #submitFresh(command: SubmitCommand): Promise<Outcome<SubmitAnswer>> {
    const { wait_ms } = command;
    if (wait_ms !== undefined) return this.#commits.awaited(() => this.#submitAndWait(command, wait_ms));
    const { outcome, order } = this.#accept(command);
    if (!outcome.ok) return outcome;
    const stored = this.#deps.app.job.mode !== "development" && (await this.#commits.flush());
    if (this.#commits.reconciliation.hasLost(outcome.value.id)) return lost(command);
    return { ok: true, value: { submission: outcome.value, stored, ...(order !== null && { order }) } };
  }

  async #submitAndWait(command: SubmitCommand, waitMs: number): Promise<Outcome<SubmitAnswer>> {
    const { outcome, order } = this.#accept(command);
    if (!outcome.ok) return outcome;
    if (order !== null) {
      this.#commits.shared.expected.expect(outcome.value.id);
      return { ok: true, value: { submission: outcome.value, stored: false, order } };
    }
    const ended = await untilEnded(this.#commits, this.#deps, outcome.value.id, waitMs);
    if (this.#commits.reconciliation.hasLost(outcome.value.id)) return lost(command);
    // Deleted meanwhile: it was submitted all the same.
    return ended.ok ? ended : { ok: true, value: { submission: outcome.value, stored: await this.#commits.flush() } };
  }

  #accept(command: SubmitCommand): Accepted {
    const { newUuid, app } = this.#deps;
    const isRunByCaller = app.job.mode === "development";
    const accepted = this.#commits.commit((transaction): Accepted => {
      const outcome = acceptSubmission(transaction, command, { newUuid, isRunByCaller });
      // docs/decisions/068-the-waiting-caller-works.md
      const isWaiting = command.runs_jobs === true && command.wait_ms !== 0;
      const order = outcome.ok && isWaiting ? firstOf(transaction, outcome.value.id) : null;
      return { outcome, order };
    });
    const { outcome } = accepted;
    if (outcome.ok) this.#deps.onAccepted?.(outcome.value, command.usage ?? NO_UNITS);
    return accepted;
  }
}

/** The caller has read what it submits before D1 was restored to a time at which it did not exist. */
function lost({ entity: { entity_id } }: SubmitCommand): Outcome<never> {
  const kind = entity_id.startsWith("SEQUENCE_") ? "sequence" : entity_id.startsWith("TASK_") ? "task" : "scenario";
  return refuseMissing(kind, entity_id);
}
