import type { Job, Submission } from "../../client/schema.ts";
import { DEFAULT_WAIT_S, MAX_WAIT_S } from "../../core/access/caller-limits.ts";
import { Cancellation } from "../../core/cancellation.ts";
import type { Fields } from "../../core/entities/fields.ts";
import { submissionFields } from "../../core/entities/submission.ts";
import { TaipyError } from "../../core/errors.ts";
import { cancelJob } from "../../usecases/jobs/cancel-job.ts";
import { deleteJob } from "../../usecases/jobs/delete-job.ts";
import { submit } from "../../usecases/jobs/submit.ts";
import { isSubmittable } from "../../usecases/scenarios/verdicts.ts";
import type { Calls } from "../calls/calls.ts";
import { reading, submitting } from "../calls/operations.ts";
import type { CoreDeps } from "../core-deps.ts";
import type { Ref, SubmitOptions } from "../core-types.ts";
import { type RunningTask, runningTask } from "../inside-task.ts";
import { idOf, kindAmong } from "./refs.ts";

const SUBMITTABLE = ["scenario", "sequence", "task"] as const;

const MILLISECONDS = 1_000;

export function jobVerbs(deps: CoreDeps, calls: Calls) {
  return {
    async submit(ref: Ref, { force = false, wait = false, timeout = DEFAULT_WAIT_S }: SubmitOptions = {}) {
      const id = idOf(ref);
      const kind = kindAmong(id, SUBMITTABLE);
      const task = runningTask();
      return calls.change<Submission>(submitting(kind), id, async ({ caller, audit }) => {
        if (wait && task !== undefined) throw waitsInTask(task);
        const waitMs = wait ? timeoutMs(timeout) : null;
        const client = { gone: new Cancellation(), waitUntil: deps.waitUntil };
        const { submission, audited } = await submit(task === undefined ? deps : handingOver(deps), {
          kind,
          id,
          force,
          waitMs,
          client,
          audit,
          caller: { actor: caller.actor, is_admin: caller.is_admin },
        });
        return { value: shownRow<Submission>(submissionFields, submission), audited };
      });
    },
    async isSubmittable(ref: Ref) {
      const id = idOf(ref);
      const kind = kindAmong(id, SUBMITTABLE);
      return calls.read(reading(kind), () => isSubmittable(deps, kind, id));
    },
    async cancelJob(ref: Ref, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
      const id = idOf(ref);
      await calls.change("cancelJob", id, async () => {
        await cancelJob(deps, id, force);
        return { value: undefined };
      });
    },
    async deleteJob(ref: Ref): Promise<void> {
      const id = idOf(ref);
      await calls.change("deleteJob", id, async () => {
        await deleteJob(deps, id);
        return { value: undefined };
      });
    },
    async getLatestJob(task: Ref): Promise<Job | null> {
      const id = idOf(task);
      return calls.read("getJob", async () => parsed(await deps.scenarios.latestJob(id)));
    },
    async getLatestSubmission(ref: Ref): Promise<Submission | null> {
      const id = idOf(ref);
      return calls.read("getSubmission", async () => parsed(await deps.scenarios.latestSubmission(id)));
    },
  };
}

const parsed = <Entity>(json: string | null): Entity | null => (json === null ? null : JSON.parse(json));

/**
 * A worker that runs a task leaves what the task submits to the Queue, also in job mode `development`: it has a job to end, and a
 * task that submits itself would never end.
 */
const handingOver = (deps: CoreDeps): CoreDeps => ({
  ...deps,
  app: { ...deps.app, job: { ...deps.app.job, mode: "standalone" } },
});

function waitsInTask({ jobId }: RunningTask): TaipyError {
  const message =
    "A task can't wait for a submission: its worker would be kept until the other jobs end, which may wait for this job's outputs or for its worker. Submit without `wait`, and let a later task, or a request, read the result.";
  return new TaipyError("validation_failed", message, { errors: { wait: [message] }, details: { job_id: jobId } });
}

function timeoutMs(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_WAIT_S) return seconds * MILLISECONDS;
  const message = `\`timeout\` must be a whole number of seconds from 1 to ${MAX_WAIT_S}, not ${seconds}.`;
  throw new TaipyError("validation_failed", message, { errors: { timeout: [message] } });
}

/** A row as the API shows it. What is computed from other rows is null: reading the entity has it. */
const shownRow = <Shown>(fields: Fields, row: object): Shown =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, { wire }]) => wire !== null)
      .map(([name, { column }]) => [name, column ? (row as Readonly<Record<string, unknown>>)[name] : null]),
  ) as Shown;
