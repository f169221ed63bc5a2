import type { DataNodeConfig, TaskConfig } from "../config/app-types.ts";
import { SCOPES, type ScopeName } from "../entities/data-node.ts";
import type { Owner } from "./domain.ts";

/** For whom entities are made: a scenario and perhaps its cycle, or nobody. */
export interface Holder {
  readonly scenario: { readonly scenario_id: string; readonly scenario_domain: string } | null;
  readonly cycle_id: string | null;
}

export const NOBODY: Holder = { scenario: null, cycle_id: null };

/** Without a cycle the scope CYCLE means what GLOBAL means, and without a scenario every scope does. */
export function ownerOf(scope: ScopeName, { scenario, cycle_id }: Holder): Owner {
  if (scenario === null) return null;
  if (scope === "SCENARIO") return scenario;
  return scope === "CYCLE" && cycle_id !== null ? { cycle_id } : null;
}

export function ownerId(owner: Owner): string | null {
  if (owner === null) return null;
  return "scenario_id" in owner ? owner.scenario_id : owner.cycle_id;
}

/** The smallest scope of a task's data nodes; GLOBAL when it has none. */
export const taskScope = ({ inputs, outputs }: TaskConfig): ScopeName =>
  [...inputs, ...outputs].reduce<ScopeName>((least, { scope }) => smaller(least, scope), "GLOBAL");

const smaller = (one: ScopeName, other: ScopeName): ScopeName =>
  SCOPES.indexOf(one) <= SCOPES.indexOf(other) ? one : other;

/** A data node listed twice counts once, at its first place. */
export const distinct = (configs: readonly DataNodeConfig[]): DataNodeConfig[] => [
  ...new Map(configs.map((config) => [config.id, config])).values(),
];
