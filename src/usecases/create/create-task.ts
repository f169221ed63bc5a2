import type { Task } from "../../core/entities/task.ts";
import { notFound } from "../../core/missing.ts";
import type { Admitted } from "../../core/planning/admission.ts";
import { planTask } from "../../core/planning/creation.ts";
import type { Creation } from "../../core/planning/creation-plan.ts";
import { lookupFor } from "../../core/planning/lookup.ts";
import { NO_HOLDER } from "../../core/planning/owner.ts";
import { STALE, type Stale } from "../../core/planning/plan-and-write.ts";
import type { Shown } from "../../core/ports/creation-store.ts";
import { type CreationDeps, contextOf, createFromPlan, writeAndShow } from "./create-from-plan.ts";

/** The task of a config and the version that has no owner, found or created. @returns its JSON text */
export const createTask = (deps: CreationDeps, configId: string): Promise<string> =>
  getOrCreate(deps, configId, (admitted, creation, { id }, now) =>
    writeAndShow(deps, admitted, creation, { kind: "task", id, now }),
  );

/** The same as an entity, for callers that go on to work with it. */
export const taskFor = (deps: CreationDeps, configId: string): Promise<Task> =>
  getOrCreate(deps, configId, async (admitted, creation, task) => {
    const written = await deps.creations.write(admitted, creation);
    return written === STALE ? STALE : task;
  });

async function getOrCreate<Answer>(
  deps: CreationDeps,
  configId: string,
  write: (admitted: Admitted, creation: Creation, task: Task, now: Shown["now"]) => Promise<Answer | Stale>,
): Promise<Answer> {
  const admitted = await deps.admit();
  const context = contextOf(deps);
  const config = context.app.tasks.get(configId);
  if (config === undefined) throw notFound("task_config", configId);
  return createFromPlan(deps, admitted, {
    context,
    lookup: lookupFor([config], [], NO_HOLDER),
    period: null,
    plan: (existing) => planTask(context, config, existing),
    write: (creation, { task }) => write(admitted, creation, task, context.now),
  });
}
