import type { App, TaskConfig } from "../../config/app-types.ts";
import { differenceText } from "../../config/toml/differences.ts";
import type { Task } from "../../entities/task.ts";
import { type StructureChange, TaipyError } from "../../errors.ts";
import { distinct } from "../owner.ts";

export interface ConfiguredApp extends Pick<App, "tasks" | "dataNodes"> {
  readonly core: Pick<App["core"], "force">;
}

/** What is about to run, as it was created: see `Submittable`. */
interface Created {
  readonly entity: { readonly entity_id: string };
  readonly tasks: readonly Pick<Task, "config_id" | "input_ids" | "output_ids" | "function_name">[];
  readonly data_nodes: readonly {
    readonly id: string;
    readonly config_id: string;
    readonly scope: string;
    readonly storage_type: string;
  }[];
}

// docs/decisions/092-another-structure-is-refused-before-it-runs.md
/**
 * How the configuration differs from what the tasks were created with, so that they can't run as they are. Properties, default
 * data and retries may differ.
 */
export function structureChanges(
  { tasks, dataNodes }: Pick<ConfiguredApp, "tasks" | "dataNodes">,
  created: Created,
): readonly StructureChange[] {
  const configIds = new Map(created.data_nodes.map((node) => [node.id, node.config_id]));
  const idsOf = (nodes: readonly string[]) => nodes.map((id) => configIds.get(id) ?? id);
  const changes = created.tasks.flatMap(({ config_id, input_ids, output_ids, function_name }) => {
    const config = tasks.get(config_id);
    const path = `TASK.${config_id}`;
    if (config === undefined) return [{ path, was: config_id, is: null }];
    return [
      ...(config.function === null ? [{ path: `${path}.function`, was: function_name, is: null }] : []),
      ...listChange(`${path}.inputs`, idsOf(input_ids), config.inputs),
      ...listChange(`${path}.outputs`, idsOf(output_ids), config.outputs),
    ];
  });
  for (const { config_id, scope, storage_type } of created.data_nodes) {
    const config = dataNodes.get(config_id);
    if (config === undefined) continue;
    const path = `DATA_NODE.${config_id}`;
    if (config.scope !== scope) changes.push({ path: `${path}.scope`, was: scope, is: config.scope });
    if (config.storageType !== storage_type) {
      changes.push({ path: `${path}.storage_type`, was: storage_type, is: config.storageType });
    }
  }
  return changes;
}

function listChange(path: string, was: readonly string[], configured: TaskConfig["inputs"]): StructureChange[] {
  const is = distinct(configured).map(({ id }) => id);
  return was.join() === is.join() ? [] : [{ path, was, is }];
}

/** An answer names so many changes, and their number. */
const MAX_SHOWN = 50;
const MAX_IN_TEXT = 5;

/** @throws TaipyError `configuration_changed` when the configuration has another structure, unless `core.force` runs what can run */
export function refuseOtherStructure(app: ConfiguredApp, created: Created): void {
  if (app.core.force) return;
  const changes = structureChanges(app, created);
  if (changes.length === 0) return;
  const shown = changes.slice(0, MAX_IN_TEXT).map(differenceText).join("; ");
  const more = changes.length > MAX_IN_TEXT ? ` and ${changes.length - MAX_IN_TEXT} more` : "";
  throw new TaipyError(
    "configuration_changed",
    `${created.entity.entity_id} was created with another configuration: ${shown}${more}. Nothing was run. Create a new one, deploy the earlier configuration again, or set core.force to run what can run.`,
    { details: { differences: changes.length, changes: changes.slice(0, MAX_SHOWN) } },
  );
}
