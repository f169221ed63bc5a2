import type { DataNodeConfig, TaskConfig } from "../config/app-types.ts";
import type { ScopeName } from "../entities/data-node.ts";
import { filePath } from "./data-node-plan.ts";
import { type Holder, ownerOf, taskScope } from "./owner.ts";

/** A config whose entity may already exist, with the cycle as owner or without an owner. */
export interface SharedConfig {
  readonly config_id: string;
  readonly by_cycle: boolean;
}

/** The entities and files to read from D1 before a creation is planned. */
export interface Lookup {
  readonly data_nodes: readonly SharedConfig[];
  readonly tasks: readonly SharedConfig[];
  readonly paths: readonly string[];
}

/** @param holder the id of its cycle may be a placeholder: only whether there is a cycle matters */
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
