import * as z from "zod";
import { submissionId } from "../../../core/entities/ids.ts";
import type { Job } from "../../../core/entities/job.ts";
import type { Task } from "../../../core/entities/task.ts";
import { unwrap } from "../../../core/errors.ts";
import { newJob } from "../../../core/jobs/new-job.ts";
import { formatTime } from "../../../core/time.ts";
import { configId, flag } from "../../input/query.ts";
import { requiredConfigId } from "../../input/required-config-id.ts";
import { createdAnswer, pathOf, storedAnswer } from "../../output/answers.ts";
import { ENTITY_NAMES, existing } from "../../output/entity-names.ts";
import { action } from "../../pipeline/action.ts";
import type { HttpDeps } from "../../pipeline/http-deps.ts";
import { deletedText } from "./entities.ts";

/** Taipy's inert job: `task_id` names a task *configuration*, the submission does not exist, nothing will run it. */
export const createJob = action({
  query: () => z.object({ task_id: configId().describe("A task *configuration's* id, as Taipy has it. Required.") }),
  answer: { kind: "created", of: "job" },
  description: "As Taipy does it; to run something, submit it.",
  errors: ["config_id_missing", "task_config_not_found", "invalid_value", "configuration_changed"],
  handle: async ({ deps }, { task_id }) => {
    const task = await deps.entityWriter.taskFor(requiredConfigId(task_id));
    const orchestrator = deps.orchestrators(task.domain);
    const { value, stored } = unwrap(await orchestrator.createJob(inertJob(task, deps)));
    const { noun, key } = ENTITY_NAMES.job;
    if (stored)
      return createdAnswer(noun, key, existing("job", value.id, await deps.entityReader.get("job", value.id)));
    const { id, status, force, creation_date, stacktrace } = value;
    const job = { id, status: `Status.${status}`, force, creation_date: creation_date.replace("T", " "), stacktrace };
    return storedAnswer(false, { message: `${noun} was created.`, job }, { headers: { Location: pathOf(key, id) } });
  },
});

function inertJob(task: Task, { clock, newUuid, app }: HttpDeps): Job {
  return newJob({
    id: `JOB_${newUuid()}`,
    task_id: task.id,
    task_config_id: task.config_id,
    version: app.core.versionNumber,
    domain: task.domain,
    force: false,
    submit_id: submissionId(newUuid()),
    submit_entity_id: task.id,
    now: formatTime(clock()),
  });
}

/** Says "cancelled" in every state, as Taipy does; a running job is only stopped with `force`. */
export const cancelJob = action({
  query: () => z.object({ force: flag().describe("Stop the job although it is running.") }),
  answer: { kind: "message" },
  description: "Jobs that wait for it are abandoned. A job that has ended stays as it is.",
  errors: ["job_not_found"],
  handle: async ({ deps, id }, { force = false }) => {
    const { domain } = existing("job", id, await deps.entityReader.job(id));
    const { stored } = unwrap(await deps.orchestrators(domain).cancelJob(id, force));
    return storedAnswer(stored, { message: `Job ${id} was cancelled.` });
  },
});

export const deleteJob = action({
  answer: { kind: "message" },
  errors: ["job_not_found", "job_not_finished"],
  handle: async ({ deps, id }) => {
    const { domain } = existing("job", id, await deps.entityReader.job(id));
    const { stored } = unwrap(await deps.orchestrators(domain).deleteJob(id));
    return storedAnswer(stored, { message: deletedText("job", id) });
  },
});
