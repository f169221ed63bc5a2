import type { Caller } from "../../core/access/identity.ts";
import type { App } from "../../core/config/app-types.ts";
import { type Metering, NO_UNITS, sumOf, type Units } from "../../core/cost/usage.ts";
import { WAIT_SLACK_MS } from "../../core/deadlines.ts";
import { unwrap } from "../../core/errors.ts";
import type { Admitted } from "../../core/planning/admission.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, SubmitAnswer, SubmitOptions } from "../../core/ports/orchestrator.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../../core/time.ts";
import type { KnownScenarios } from "./known-scenarios.ts";

export interface SubmitDeps {
  readonly app: Pick<App, "job">;
  /** See usecases/admit.ts. */
  readonly admit: () => Promise<Admitted>;
  readonly entityReader: Pick<EntityReader, "submittable">;
  readonly orchestrators: Orchestrators;
  /** Runs the jobs of a submission here (job mode `development`) and returns when they have ended. */
  readonly runSubmission: (domain: string, submissionId: string) => Promise<void>;
  readonly metering?: Metering | undefined;
  readonly clock: Clock;
  /** Runs work in which no call of the platform takes longer than this. */
  readonly endsWithin: <T>(ms: number, work: () => Promise<T>) => Promise<T>;
  readonly knownScenarios: KnownScenarios;
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
  const accepted = await handOver(deps, kind, id, {
    options: { force, actor: caller.actor },
    wait: waitMs === null || runsHere ? null : { ms: waitMs, sinceMs: nowMs(deps) },
  });
  if (!runsHere) return { ...accepted, isDeleted: false };
  const { domain, submission } = accepted;
  await deps.runSubmission(domain, submission.id);
  const ended = await deps.orchestrators(domain).waitForSubmission(submission.id, waitMs ?? 0);
  if (ended.ok) return { domain, ...ended.value, isDeleted: false };
  // The object refuses only an id that it does not know, and it deletes no submission before its end.
  return { domain, submission, stored: true, isDeleted: true };
}

interface HandOver {
  readonly options: Pick<SubmitOptions, "force" | "actor">;
  /** How long the caller waits, and since when; null = it does not wait. */
  readonly wait: { readonly ms: number; readonly sinceMs: number } | null;
}

/** Hands the entity to its object, as this isolate knows it, or as D1 has it. */
async function handOver(
  deps: SubmitDeps,
  kind: SubmitInput["kind"],
  id: string,
  { options, wait }: HandOver,
): Promise<SubmitAnswer & { readonly domain: string }> {
  const { orchestrators, knownScenarios } = deps;
  const before = takeUsage(deps);
  const known = kind === "scenario" ? knownScenarios.get(id) : undefined;
  if (known !== undefined) {
    await inTime(deps, wait, deps.admit);
    const { domain } = known.entity;
    const command = { ...known, ...options, ...leftOf(deps, wait), usage: before };
    const accepted = await orchestrators(domain).submitKnown(command);
    if (accepted !== null) return { domain, ...unwrap(accepted) };
    knownScenarios.drop(id);
  }
  const read = await inTime(deps, wait, async () => deps.entityReader.submittable(await deps.admit(), kind, id));
  const { entity, tasks, data_nodes } = read;
  const usage = sumOf(before, takeUsage(deps));
  const command = { entity, tasks, data_nodes, ...options, ...leftOf(deps, wait), usage };
  const accepted = unwrap(await orchestrators(entity.domain).submit(command));
  knownScenarios.keep(read);
  return { domain: entity.domain, ...accepted };
}

/** A caller that waits gets an answer in time also when D1 hangs: nothing is submitted by then. */
const inTime = <T>(deps: SubmitDeps, wait: HandOver["wait"], work: () => Promise<T>): Promise<T> =>
  wait === null ? work() : deps.endsWithin(Math.max(wait.ms, WAIT_SLACK_MS), work);

/**
 * Reading takes part of the time that the caller waits; the object waits for the rest. Its answer has a deadline that begins
 * with its call, so that a submission that it has accepted is never answered as unknown because reading was slow.
 */
const leftOf = (deps: SubmitDeps, wait: HandOver["wait"]): Pick<SubmitOptions, "wait_ms"> =>
  wait === null ? {} : { wait_ms: Math.max(0, wait.ms - (nowMs(deps) - wait.sinceMs)) };

const nowMs = ({ clock }: SubmitDeps): number => Math.floor(clock() / MICROSECONDS_PER_MILLISECOND);

const takeUsage = ({ metering }: SubmitDeps): Units => metering?.take() ?? NO_UNITS;
