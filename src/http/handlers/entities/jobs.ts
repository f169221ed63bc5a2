import * as z from "zod";
import { jobFields } from "../../../core/entities/job.ts";
import { existing } from "../../../core/missing.ts";
import { cancelJob } from "../../../usecases/jobs/cancel-job.ts";
import { createJob } from "../../../usecases/jobs/create-job.ts";
import { deleteJob } from "../../../usecases/jobs/delete-job.ts";
import { configId, flag, requiredConfigId } from "../../input/query.ts";
import { changeAnswer, createdAnswer, pathOf } from "../../output/answers.ts";
import { ENTITY_NAMES } from "../../output/entity-names.ts";
import { shownFields } from "../../output/shown-fields.ts";
import { TAIPY_FIELDS } from "../../output/taipy-fields.ts";
import { action } from "../../pipeline/action.ts";
import { deletedText } from "./entities.ts";

/** Creates Taipy's inert job: `task_id` names a task *configuration*, the submission does not exist, no worker runs it. */
export const createJobAction = action({
  query: () => z.object({ task_id: configId().describe("A task *configuration's* id, as Taipy has it. Required.") }),
  answer: { kind: "created", of: "job" },
  description: "As Taipy does it; to run something, submit it.",
  errors: ["config_id_missing", "task_config_not_found", "invalid_value", "configuration_changed"],
  handle: async ({ deps, view }, { task_id }) => {
    const { value, stored } = await createJob(deps, requiredConfigId(task_id));
    if (stored)
      return createdAnswer(view, "job", existing("job", value.id, await deps.entityReader.get("job", value.id)));
    const { noun, key } = ENTITY_NAMES.job;
    const job = shownFields(jobFields, TAIPY_FIELDS.job, value);
    const headers = { Location: pathOf(key, value.id) };
    return changeAnswer(view, false, { status: 201, body: { message: `${noun} was created.`, job }, headers });
  },
});

/** Answers "cancelled" for a job in any status, as Taipy does; a running job is stopped only with `force`. */
export const cancelJobAction = action({
  query: () => z.object({ force: flag().describe("Stop the job although it is running.") }),
  answer: { kind: "message" },
  description: "Jobs that wait for it are abandoned. A job that has ended stays as it is.",
  errors: ["job_not_found"],
  handle: async ({ deps, id, view }, { force = false }) => {
    const { stored } = await cancelJob(deps, id, force);
    return changeAnswer(view, stored, { body: { message: `Job ${id} was cancelled.` } });
  },
});

export const deleteJobAction = action({
  answer: { kind: "message" },
  errors: ["job_not_found", "job_not_finished"],
  handle: async ({ deps, id, view }) => {
    const { stored } = await deleteJob(deps, id);
    return changeAnswer(view, stored, { body: { message: deletedText("job", id) } });
  },
});
