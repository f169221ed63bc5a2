import type { Task } from "../../core/entities/task.ts";
import { notFound } from "../../core/missing.ts";
import { planDataNode, planTask } from "../../core/planning/creation.ts";
import { lookupFor } from "../../core/planning/lookup.ts";
import { NO_HOLDER } from "../../core/planning/owner.ts";
import { entityJson, selectEntity } from "../read/entity-json.ts";
import type { CreationDeps } from "./deps.ts";
import { create } from "./write-plan.ts";

// Tasks and data nodes that belong to nobody: one of each config and version, got or created.

export async function createDataNode(deps: CreationDeps, configId: string): Promise<string> {
  const context = deps.context();
  const config = context.app.dataNodes.get(configId);
  if (config === undefined) throw notFound("data_node_config", configId);
  const { results } = await create(deps, context.now, {
    lookup: lookupFor([], [config], NO_HOLDER),
    period: null,
    plan: (existing) => planDataNode(context, config, existing),
    read: ({ id }) => [selectEntity(deps.db, "data_node", id, context.now)],
  });
  return entityJson(results);
}

export async function createTask(deps: CreationDeps, configId: string): Promise<string> {
  const { results } = await getOrCreateTask(deps, configId, true);
  return entityJson(results);
}

export async function taskFor(deps: CreationDeps, configId: string): Promise<Task> {
  const { planned } = await getOrCreateTask(deps, configId, false);
  return planned.task;
}

function getOrCreateTask(deps: CreationDeps, configId: string, wantsJson: boolean) {
  const context = deps.context();
  const config = context.app.tasks.get(configId);
  if (config === undefined) throw notFound("task_config", configId);
  return create(deps, context.now, {
    lookup: lookupFor([config], [], NO_HOLDER),
    period: null,
    plan: (existing) => planTask(context, config, existing),
    read: ({ task }) => (wantsJson ? [selectEntity(deps.db, "task", task.id, context.now)] : []),
  });
}
