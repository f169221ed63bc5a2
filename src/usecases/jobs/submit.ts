import type { AuditRow } from "../../core/access/audited-call.ts";
import type { Caller } from "../../core/access/identity.ts";
import { Cancellation, type CancelSignal } from "../../core/cancellation.ts";
import type { App } from "../../core/config/app-types.ts";
import { type Metering, NO_UNITS, sumOf, type Units } from "../../core/cost/usage.ts";
import { WAIT_SLACK_MS } from "../../core/deadlines.ts";
import { isPlatformCode, isPlatformFailure, unwrap } from "../../core/errors.ts";
import { faultOf } from "../../core/faults/fault.ts";
import type { Admitted } from "../../core/planning/admission.ts";
import { type ConfiguredApp, refuseOtherStructure } from "../../core/planning/submission/changed-structure.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, SubmitAnswer, SubmitOptions, WorkOrder } from "../../core/ports/orchestrator.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import type { WaitingRequest } from "../../core/ports/waiting-request.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../../core/time.ts";
import type { KnownScenarios } from "./known-scenarios.ts";

const MOST_READS = 2;

export interface SubmitDeps {
  readonly app: Pick<App, "job"> & ConfiguredApp;
  /** See usecases/admit.ts. */
  readonly admit: () => Promise<Admitted>;
  readonly entityReader: Pick<EntityReader, "submittable" | "submission">;
  readonly orchestrators: Orchestrators;
  /** Runs the jobs of a submission here (job mode `development`) and returns when they have ended. */
  readonly runSubmission: (domain: string, submissionId: string, first?: WorkOrder) => Promise<void>;
  /** Runs the first jobs of a submission here, for a request that waits for its end. It never rejects. */
  readonly runForRequest: (domain: string, first: WorkOrder, request: WaitingRequest) => Promise<SubmitAnswer | null>;
  sleep(ms: number, signal: CancelSignal): Promise<void>;
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
  /** The row of the call, which goes to D1 with the submission. */
  readonly audit?: AuditRow | undefined;
  /** How long to wait for the end of the submission; null = not at all. */
  readonly waitMs: number | null;
  readonly client: Client;
}

/** Who waits for the answer. */
export interface Client {
  /** Aborted when the client has gone. */
  readonly gone: CancelSignal;
  /** Takes work that goes on after the answer, or when the client has gone. */
  waitUntil(work: Promise<unknown>): void;
}

export interface Submitted extends SubmitAnswer {
  readonly domain: string;
  /** It ended and was deleted before this call could read it again: `submission` is as it was accepted. */
  readonly isDeleted: boolean;
}

/**
 * Submits an entity, and in job mode `development` runs its jobs.
 * @throws TaipyError `<kind>_not_found`, `configuration_changed` when it was created with another structure, and every refusal
 *   of the entity's object
 */
export function submit(deps: SubmitDeps, input: SubmitInput): Promise<Submitted> {
  const work = submitAndRun(deps, input);
  // A request whose client goes away while it runs jobs, or is about to get one, must give them back.
  if (deps.app.job.mode === "development" || input.waitMs !== null) input.client.waitUntil(work.catch(() => undefined));
  return work;
}

async function submitAndRun(
  deps: SubmitDeps,
  { kind, id, force, caller, audit, waitMs, client }: SubmitInput,
): Promise<Submitted> {
  const runsAll = deps.app.job.mode === "development";
  const wait = waitMs === null || runsAll ? null : { ms: waitMs, sinceMs: nowMs(deps) };
  const { order, audited, ...accepted } = await handOver(deps, kind, id, {
    options: { force, actor: caller.actor, audit, ...((runsAll || wait !== null) && { runs_jobs: true }) },
    wait,
  });
  const told = audited === undefined ? {} : { audited };
  if (runsAll) {
    await deps.runSubmission(accepted.domain, accepted.submission.id, order);
    return { ...(await ended(deps, accepted, waitMs ?? 0)), ...told };
  }
  if (order === undefined || wait === null) return { ...accepted, ...told, isDeleted: false };
  return { ...(await runAndWait(deps, accepted, order, { wait, client })), ...told };
}

interface Waiting {
  readonly wait: NonNullable<HandOver["wait"]>;
  readonly client: Client;
}

// docs/decisions/068-the-waiting-caller-works.md
/** Runs jobs until the submission has ended, the time is up, or the client has gone. Those under way go on behind the answer. */
async function runAndWait(
  deps: SubmitDeps,
  accepted: Accepted,
  order: WorkOrder,
  { wait, client }: Waiting,
): Promise<Submitted> {
  const leftMs = () => leftOfWait(deps, wait);
  const over = new Cancellation();
  const answered = new Cancellation();
  if (client.gone.aborted) over.abort();
  client.gone.addEventListener("abort", () => over.abort());
  void deps.sleep(leftMs(), answered).then(() => {
    if (!answered.aborted) over.abort();
  });
  const chain = deps.runForRequest(accepted.domain, order, { leftMs, over });
  client.waitUntil(chain);
  const answer = await Promise.race([chain, aborted(over)]);
  answered.abort();
  if (answer !== null) return { domain: accepted.domain, ...answer, isDeleted: false };
  return ended(deps, accepted, over.aborted ? 0 : leftMs());
}

const aborted = (signal: Cancellation): Promise<null> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener("abort", () => resolve(null));
  });

/**
 * The submission at its end, or when the time is up. It was accepted. So a failure of the platform that follows is no error of
 * the request, which the caller would send again.
 */
async function ended(deps: SubmitDeps, accepted: Accepted, waitMs: number): Promise<Submitted> {
  try {
    return await readAtEnd(deps, accepted, waitMs);
  } catch (error) {
    if (faultOf(error) === null && !isPlatformFailure(error)) throw error;
    return { domain: accepted.domain, submission: accepted.submission, stored: false, isDeleted: false };
  }
}

async function readAtEnd(deps: SubmitDeps, { domain, submission }: Accepted, waitMs: number): Promise<Submitted> {
  const ended = await deps.orchestrators(domain).waitForSubmission(submission.id, waitMs);
  if (ended.ok) return { domain, ...ended.value, isDeleted: false };
  if (isPlatformCode(ended.error.code)) return { domain, submission, stored: false, isDeleted: false };
  // The object does not know it, and D1 did not have it: it was deleted. An object of an earlier version does not ask D1.
  const forgotten = await deps.entityReader.submission(submission.id);
  return { domain, submission: forgotten ?? submission, stored: true, isDeleted: forgotten === null };
}

type Accepted = SubmitAnswer & { readonly domain: string };

interface HandOver {
  readonly options: Pick<SubmitOptions, "force" | "actor" | "audit" | "runs_jobs">;
  /** How long the caller waits, and since when; null = it does not wait. */
  readonly wait: { readonly ms: number; readonly sinceMs: number } | null;
}

/** Hands the entity to its object, as this isolate knows it, or as D1 has it. */
async function handOver(
  deps: SubmitDeps,
  kind: SubmitInput["kind"],
  id: string,
  { options, wait }: HandOver,
): Promise<Accepted> {
  const { orchestrators, knownScenarios } = deps;
  const before = takeUsage(deps);
  const known = kind === "scenario" ? knownScenarios.get(id) : undefined;
  if (known !== undefined) {
    await inTime(deps, wait, deps.admit);
    refuseOtherStructure(deps.app, known);
    const { domain } = known.entity;
    const command = { ...known, ...options, ...leftOf(deps, wait), usage: before };
    const accepted = await orchestrators(domain).submitKnown(command);
    if (accepted !== null) return { domain, ...unwrap(accepted) };
    knownScenarios.drop(id);
  }
  const { read, outcome } = await readAndSubmit(deps, kind, id, { options, wait }, before);
  const accepted = unwrap(outcome);
  knownScenarios.keep(read);
  return { domain: read.entity.domain, ...accepted };
}

/** What its object refuses for a deletion is read once more: it is gone by then, as a rule, or another one was deleted. */
async function readAndSubmit(
  deps: SubmitDeps,
  kind: SubmitInput["kind"],
  id: string,
  { options, wait }: HandOver,
  before: Units,
) {
  let usage = before;
  for (let tries = 1; ; tries += 1) {
    const read = await inTime(deps, wait, async () => deps.entityReader.submittable(await deps.admit(), kind, id));
    refuseOtherStructure(deps.app, read);
    usage = sumOf(usage, takeUsage(deps));
    const command = { ...read, ...options, ...leftOf(deps, wait), usage };
    const outcome = await deps.orchestrators(read.entity.domain).submit(command);
    const mayBeGone = !outcome.ok && outcome.error.code === "being_deleted";
    if (!mayBeGone || tries === MOST_READS) return { read, outcome };
  }
}

/** A caller that waits gets an answer in time also when D1 hangs: nothing is submitted by then. */
const inTime = <T>(deps: SubmitDeps, wait: HandOver["wait"], work: () => Promise<T>): Promise<T> =>
  wait === null ? work() : deps.endsWithin(Math.max(wait.ms, WAIT_SLACK_MS), work);

/**
 * Reading takes part of the time that the caller waits; the object waits for the rest. Its answer has a deadline that begins
 * with its call, so that a submission that it has accepted is never answered as unknown because reading was slow.
 */
const leftOf = (deps: SubmitDeps, wait: HandOver["wait"]): Pick<SubmitOptions, "wait_ms"> =>
  wait === null ? {} : { wait_ms: leftOfWait(deps, wait) };

const leftOfWait = (deps: SubmitDeps, { ms, sinceMs }: NonNullable<HandOver["wait"]>): number =>
  Math.max(0, ms - (nowMs(deps) - sinceMs));

const nowMs = ({ clock }: SubmitDeps): number => Math.floor(clock() / MICROSECONDS_PER_MILLISECOND);

const takeUsage = ({ metering }: SubmitDeps): Units => metering?.take() ?? NO_UNITS;
