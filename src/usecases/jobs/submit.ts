import type { Caller } from "../../core/access/identity.ts";
import type { App } from "../../core/config/app-types.ts";
import { type Metering, NO_UNITS, sumOf, type Units } from "../../core/cost/usage.ts";
import { WAIT_SLACK_MS } from "../../core/deadlines.ts";
import { unwrap } from "../../core/errors.ts";
import { isSelfContained } from "../../core/jobs/self-contained.ts";
import type { Admitted } from "../../core/planning/admission.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, SubmitAnswer, SubmitOptions } from "../../core/ports/orchestrator.ts";

export interface SubmitDeps {
  readonly app: Pick<App, "job">;
  /** See usecases/admit.ts. Only a submission that the scenario's own object repeats does not ask. */
  readonly admit: () => Promise<Admitted>;
  readonly entityReader: Pick<EntityReader, "submittable">;
  readonly orchestrators: Orchestrators;
  /** Runs the jobs of a submission here (job mode `development`) and returns when they have ended. */
  readonly runSubmission: (domain: string, submissionId: string) => Promise<void>;
  readonly metering?: Metering | undefined;
  /** Scenarios that this isolate has submitted, and that their own objects may still hold. */
  readonly submittedScenarios: SubmittedScenarios;
}

/** A set of ids that may forget some. */
interface SubmittedScenarios {
  get(id: string): true | undefined;
  set(id: string, isKnown: true): void;
  delete(id: string): void;
}

export interface SubmitInput {
  readonly kind: "scenario" | "sequence" | "task";
  readonly id: string;
  /** Run skippable tasks even when nothing has changed. */
  readonly force: boolean;
  readonly caller: Caller;
  /** How long to wait for the end of the submission; null = not at all. */
  readonly waitMs: number | null;
}

export interface Submitted extends SubmitAnswer {
  readonly domain: string;
  /** It ended and was deleted before this call could read it again: `submission` is as it was accepted. */
  readonly isDeleted: boolean;
}

/**
 * Submits an entity, and in job mode `development` runs its jobs.
 * @throws TaipyError `<kind>_not_found` and every refusal of the entity's object
 */
export async function submit(deps: SubmitDeps, { kind, id, force, caller, waitMs }: SubmitInput): Promise<Submitted> {
  const runsHere = deps.app.job.mode === "development";
  const waiting = waitMs === null || runsHere ? {} : { wait_ms: waitMs };
  const accepted = await endingInTime(deps, waiting.wait_ms, () =>
    handOver(deps, kind, id, { force, actor: caller.actor, ...waiting }),
  );
  if (!runsHere) return { ...accepted, isDeleted: false };
  const { domain, submission } = accepted;
  await deps.runSubmission(domain, submission.id);
  const ended = await deps.orchestrators(domain).waitForSubmission(submission.id, waitMs ?? 0);
  if (ended.ok) return { domain, ...ended.value, isDeleted: false };
  // The object refuses only an id that it does not know, and it deletes no submission before its end.
  return { domain, submission, stored: true, isDeleted: true };
}

/** Reads the entity from D1 and hands it to its object; a scenario that its own object still holds is not read again. */
async function handOver(
  deps: SubmitDeps,
  kind: SubmitInput["kind"],
  id: string,
  options: Pick<SubmitOptions, "force" | "actor" | "wait_ms">,
): Promise<SubmitAnswer & { readonly domain: string }> {
  const { admit, entityReader, orchestrators, submittedScenarios } = deps;
  const before = takeUsage(deps);
  if (kind === "scenario" && submittedScenarios.get(id)) {
    const again = await orchestrators(id).resubmit({ ...options, usage: before });
    if (again !== null) return { domain: id, ...unwrap(again) };
    submittedScenarios.delete(id);
  }
  const command = await entityReader.submittable(await admit(), kind, id);
  const { domain } = command.entity;
  const usage = sumOf(before, takeUsage(deps));
  const accepted = unwrap(await orchestrators(domain).submit({ ...command, ...options, usage }));
  if (isSelfContained(command)) submittedScenarios.set(id, true);
  return { domain, ...accepted };
}

/** The time that a caller waits is that of all calls: reading what is submitted takes part of it. */
function endingInTime<T>({ metering }: SubmitDeps, waitMs: number | undefined, work: () => Promise<T>): Promise<T> {
  if (waitMs === undefined || metering?.endsWithin === undefined) return work();
  return metering.endsWithin(waitMs + WAIT_SLACK_MS, work);
}

const takeUsage = ({ metering }: SubmitDeps): Units => metering?.take() ?? NO_UNITS;
