import type { DataNodeConfig, TaskConfig } from "../config/app-types.ts";
import type { ScopeName } from "../entities/data-node.ts";
import { filePath } from "./data-node-plan.ts";
import { type Holder, ownerOf, taskScope } from "./owner.ts";

/** A config whose entity may exist already, owned by the cycle or by nobody. */
export interface SharedConfig {
  readonly config_id: string;
  readonly by_cycle: boolean;
}

/** What to look for before a creation is planned. */
export interface Lookup {
  readonly data_nodes: readonly SharedConfig[];
  readonly tasks: readonly SharedConfig[];
  readonly paths: readonly string[];
}

/** @param holder its cycle's id is not read, only whether there is one */
export function lookupFor(
  tasks: readonly TaskConfig[],
  otherDataNodes: readonly DataNodeConfig[],
  holder: Holder,
): Lookup {
  const nodes = new Map(
    [...tasks.flatMap((task) => [...task.inputs, ...task.outputs]), ...otherDataNodes].map((node) => [node.id, node]),
  );
  const shared = (config_id: string, scope: ScopeName): SharedConfig[] => {
    const owner = ownerOf(scope, holder);
    return owner !== null && "scenario_id" in owner ? [] : [{ config_id, by_cycle: owner !== null }];
  };
  return {
    data_nodes: [...nodes.values()].flatMap((node) => shared(node.id, node.scope)),
    tasks: tasks.flatMap((task) => shared(task.id, taskScope(task))),
    paths: [...nodes.values()].map(filePath).filter((path) => path !== null),
  };
}
