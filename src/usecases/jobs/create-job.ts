import type { App } from "../../core/config/app-types.ts";
import { type NewUuid, submissionId } from "../../core/entities/ids.ts";
import type { Job } from "../../core/entities/job.ts";
import { unwrap } from "../../core/errors.ts";
import { newJob } from "../../core/jobs/new-job.ts";
import type { Orchestrators, Stored } from "../../core/ports/orchestrator.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import type { EntityWriter } from "../entity-writer.ts";

export interface CreateJobDeps {
  readonly app: Pick<App, "core">;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly entityWriter: Pick<EntityWriter, "taskFor">;
  readonly orchestrators: Orchestrators;
}

/**
 * Creates Taipy's inert job of a task configuration: its submission does not exist, and it is never run.
 * @throws TaipyError `task_config_not_found`, `invalid_value` or `configuration_changed`
 */
export async function createJob(deps: CreateJobDeps, taskConfigId: string): Promise<Stored<Job>> {
  const { app, clock, newUuid, entityWriter, orchestrators } = deps;
  const task = await entityWriter.taskFor(taskConfigId);
  const job = newJob({
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
  return unwrap(await orchestrators(task.domain).createJob(job));
}
