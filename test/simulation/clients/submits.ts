import { UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import { isPlatformFailure, type Outcome, TaipyError, unwrap } from "../../../src/core/errors.ts";
import type {
  Orchestrator,
  ReadSubmittable,
  SubmitAnswer,
  SubmitCommand,
} from "../../../src/core/ports/orchestrator.ts";
import { formatTime } from "../../../src/core/time.ts";
import { type SubmitInput, submit } from "../../../src/usecases/jobs/submit.ts";
import { aJob } from "../../harness/factories.ts";
import { late } from "../call.ts";
import { checkSubmitted } from "../invariants/answer.ts";
import type { Facts } from "../invariants/facts.ts";
import type { Action, Platform, Process } from "../processes.ts";
import type { Targets } from "./targets.ts";

export const LONGEST_WAIT_MS = 30_000;

type OnObject = (
  orchestrator: Orchestrator,
  id: string,
) => ReturnType<Orchestrator["cancelJob" | "deleteJob" | "waitForSubmission"]>;

/** What clients do with submissions and jobs. */
export class Submits {
  readonly #platform: Platform;
  readonly #facts: Facts;
  readonly #targets: Targets;

  constructor(platform: Platform, facts: Facts, targets: Targets) {
    this.#platform = platform;
    this.#facts = facts;
    this.#targets = targets;
  }

  submit(kind: SubmitInput["kind"], id = this.#targets.id(kind)): Action {
    const { world } = this.#platform;
    const force = world.random.chance(0.2);
    const waits = world.random.chance(0.3);
    return this.#submitting(kind, id, force, waits ? LONGEST_WAIT_MS : null);
  }

  submitAndWait(): Action {
    return this.#submitting("scenario", this.#targets.id("scenario"), false, LONGEST_WAIT_MS);
  }

  #submitting(kind: SubmitInput["kind"], id: string, force: boolean, waitMs: number | null): Action {
    return (process) => {
      const { client } = process;
      return submit(this.#noting(process), { kind, id, force, waitMs, client, caller: UNKNOWN_CALLER });
    };
  }

  /** Accepted submissions become facts when the object says so: the process may end before its caller is answered. */
  #noting(process: Process): Process {
    const { world } = this.#platform;
    const gone = new Set(this.#facts.gone);
    const note = (outcome: Outcome<SubmitAnswer> | null, { entity }: SubmitCommand) => {
      if (outcome?.ok !== true) return;
      const { submission } = outcome.value;
      const isOwn = submission.entity_id === entity.entity_id && !this.#facts.accepted.has(submission.id);
      world.violations.check(isOwn, "a call is answered with its own submission", () => submission.id);
      this.#facts.accepted.set(submission.id, submission.entity_id);
      checkSubmitted(this.#facts, world.violations, gone, submission);
    };
    const noting =
      (object: Orchestrator, method: "submit" | "submitKnown") => async (given: SubmitCommand & ReadSubmittable) => {
        await late(world);
        const outcome = await object[method](given);
        note(outcome, given);
        return outcome;
      };
    const orchestrators = (domain: string) =>
      new Proxy(process.orchestrators(domain), {
        get: (object, method) =>
          method === "submit" || method === "submitKnown" ? noting(object, method) : Reflect.get(object, method),
      });
    return { ...process, orchestrators };
  }

  onJob(act: OnObject): Action {
    const job = this.#targets.job();
    return async ({ orchestrators }) => {
      if (job !== undefined) unwrap<unknown>(await act(orchestrators(job.domain), job.id));
    };
  }

  onSubmission(act: OnObject): Action {
    const submission = this.#targets.submission();
    return async ({ orchestrators }) => {
      if (submission !== undefined) unwrap<unknown>(await act(orchestrators(submission.domain), submission.id));
    };
  }

  /** A job that is never run. */
  createJob(): Action {
    const { world, app } = this.#platform;
    const config = world.random.pick([...app.tasks.keys()]);
    return async ({ entityWriter, orchestrators, clock }) => {
      const { id, config_id, version, domain } = await entityWriter.taskFor(config ?? "");
      const creation_date = formatTime(clock());
      const job = aJob({
        id: `JOB_${world.random.uuid()}`,
        task_id: id,
        task_config_id: config_id,
        version,
        domain,
        submit_id: `SUBMISSION_${world.random.uuid()}`,
        submit_entity_id: id,
        creation_date,
      });
      unwrap(await orchestrators(domain).createJob(job));
    };
  }

  /** A scenario with all that it owns, and without regard to what is under way. */
  deleteScenario(): Action {
    const id = this.#targets.id("scenario");
    return this.#deleting(id, id, this.#erasing(id));
  }

  /** Nothing else is wrong with the platform: the deletion must work. */
  deleteWhileFull(): Action {
    const { world } = this.#platform;
    const erase = this.#erasing(this.#targets.id("scenario"));
    return async (process) => {
      try {
        await erase(process);
      } catch (error) {
        // It may be another scenario's turn, or none's.
        const isRefused = error instanceof TaipyError && !isPlatformFailure(error);
        world.violations.check(isRefused, "deletions work when D1 is full", () => String(error));
      }
    };
  }

  #erasing(id: string): Action {
    const { d1 } = this.#platform;
    return async ({ entityWriter }) => {
      const owned = this.#targets.ownedBy(id);
      await entityWriter.deleteCascade("scenario", id, true);
      // A full D1 takes no note of what is left elsewhere.
      if (!d1.isFull) this.#facts.erased.set(id, [id, ...owned]);
      this.#facts.gone.add(id);
    };
  }

  /** The record alone: of a scenario, or of a task that a scenario owns. */
  deleteRecord(kind: "scenario" | "task"): Action {
    const owned = "SELECT id, owner_id FROM tasks WHERE owner_id GLOB 'SCENARIO_*' ORDER BY id";
    const task = kind === "task" ? this.#targets.any<{ id: string; owner_id: string }>(owned) : undefined;
    const id = task?.id ?? this.#targets.id("scenario");
    return this.#deleting(task?.owner_id ?? id, id, ({ entityWriter }) =>
      entityWriter.deleteEntity(task ? "task" : "scenario", id),
    );
  }

  /** Others may submit the scenario meanwhile, but not afterwards. */
  #deleting(scenario: string, id: string, erase: Action): Action {
    const [before, meanwhile, afterwards] = Array.from({ length: 3 }, () => this.submit("scenario", scenario));
    const [isKnown, isBusy] = [0.5, 0.5].map((probability) => this.#platform.world.random.chance(probability));
    return async (process) => {
      if (isKnown) await before?.(process);
      const other = isBusy ? meanwhile?.(process).catch(() => null) : null;
      await erase(process);
      this.#facts.gone.add(id);
      await other;
      await afterwards?.(process);
    };
  }
}
