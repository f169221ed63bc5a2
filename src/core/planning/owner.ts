import type { DataNodeConfig, TaskConfig } from "../config/app-types.ts";
import { SCOPES, type ScopeName } from "../entities/data-node.ts";
import type { Owner } from "./domain.ts";

/** The scenario, and its cycle, for which entities are created; both null for a task or a data node created by itself. */
export interface Holder {
  readonly scenario: { readonly scenario_id: string; readonly scenario_domain: string } | null;
  readonly cycle_id: string | null;
}

export const NO_HOLDER: Holder = { scenario: null, cycle_id: null };

/** The owner that a scope means. Without a cycle, CYCLE means GLOBAL; without a scenario, every scope means GLOBAL. */
export function ownerOf(scope: ScopeName, { scenario, cycle_id }: Holder): Owner {
  if (scenario === null) return null;
  if (scope === "SCENARIO") return scenario;
  return scope === "CYCLE" && cycle_id !== null ? { cycle_id } : null;
}

export function ownerId(owner: Owner): string | null {
  if (owner === null) return null;
  return "scenario_id" in owner ? owner.scenario_id : owner.cycle_id;
}

/** The narrowest scope of a task's data nodes; GLOBAL when it has none. */
export const taskScope = ({ inputs, outputs }: TaskConfig): ScopeName =>
  [...inputs, ...outputs].reduce<ScopeName>((least, { scope }) => smaller(least, scope), "GLOBAL");

const smaller = (one: ScopeName, other: ScopeName): ScopeName =>
  SCOPES.indexOf(one) <= SCOPES.indexOf(other) ? one : other;

/** Without repetitions: a data node that is listed twice stays at its first position. */
export const distinct = (configs: readonly DataNodeConfig[]): DataNodeConfig[] => [
  ...new Map(configs.map((config) => [config.id, config])).values(),
];
