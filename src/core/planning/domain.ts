import type { App, DataNodeConfig, JobConfig, ScenarioConfig } from "../config/app-types.ts";
import type { ScopeName } from "../entities/data-node.ts";
import { createUnionFind, type UnionFind } from "../union-find.ts";
import { poolOf, type Region } from "./pool.ts";

/** The owner of an entity: a scenario (with its domain), a cycle, or none. */
export type Owner =
  | { readonly scenario_id: string; readonly scenario_domain: string }
  | { readonly cycle_id: string }
  | null;

/**
 * The domains of an application's entities. A domain is the name of an orchestrator object; only this object changes the
 * state of the domain's entities. All outputs of a task have one domain, and a scenario has the domain of its tasks' outputs,
 * so that one object runs a submission without calling another. Scenarios that share nothing are spread over the pooled objects
 * of a region (pool.ts). Apart from that, entities are in separate domains.
 */
export interface Domains {
  /** @param region of the caller who creates the scenario */
  scenarioDomain(configId: string, scenarioId: string, cycleId: string | null, region: Region): string;
  dataNodeDomain(configId: string, nodeId: string, owner: Owner): string;
  /** @param outputDomains the domains of the task's outputs, which are equal; empty when it has no outputs */
  taskDomain(configId: string, taskId: string, owner: Owner, outputDomains: readonly string[]): string;
}

/** Configs that share a CYCLE- or GLOBAL-scoped data node written by a task. */
interface Component {
  readonly name: string;
  /** The widest scope among those nodes; SCENARIO when there is none. */
  readonly width: ScopeName;
}

/** The parts of an application that decide about domains. */
export interface DomainApp extends Pick<App, "scenarios" | "tasks" | "dataNodes"> {
  readonly job: Pick<JobConfig, "objectsPerRegion">;
}

/** Whether a domain is that of one data node, or of one scenario that release 0.1.0 has created: its name is their id. */
export const isOwnDomain = (domain: string): boolean => /^(?:SCENARIO|DATANODE)_/.test(domain);

export function domainsOf(app: DomainApp): Domains {
  const components = findComponents(app);
  const componentOf = (key: string): Component | null => components.get(key) ?? null;

  return {
    scenarioDomain(configId, scenarioId, cycleId, region) {
      const component = componentOf(scenarioKey(configId));
      if (component !== null && component.width !== "SCENARIO") return sharedDomain(component, cycleId);
      return poolOf(region, scenarioId, app.job.objectsPerRegion);
    },
    dataNodeDomain(configId, nodeId, owner) {
      if (owner !== null && "scenario_id" in owner) return owner.scenario_domain;
      const component = componentOf(nodeKey(configId));
      return component === null ? nodeId : sharedDomain(component, owner?.cycle_id ?? null);
    },
    taskDomain(_configId, taskId, owner, outputDomains) {
      const [output] = outputDomains;
      if (output !== undefined) return output;
      return owner !== null && "scenario_id" in owner ? owner.scenario_domain : taskId;
    },
  };
}

const sharedDomain = ({ name, width }: Component, cycleId: string | null): string =>
  width === "GLOBAL" || cycleId === null ? name : `${name}/${cycleId}`;

/** The component of each scenario config and of each data node config that a task writes, by its key. */
function findComponents({ scenarios, tasks }: Pick<App, "scenarios" | "tasks" | "dataNodes">): Map<string, Component> {
  const written = new Map<string, DataNodeConfig>();
  const allTasks = [...tasks.values(), ...[...scenarios.values()].flatMap((scenario) => scenario.tasks)];
  for (const node of allTasks.flatMap((task) => task.outputs)) written.set(node.id, node);

  const sets = createUnionFind();
  for (const { outputs } of allTasks) {
    for (const node of outputs) sets.unite(nodeKey(outputs[0]?.id ?? node.id), nodeKey(node.id));
  }
  for (const scenario of scenarios.values()) {
    for (const node of nodesOf(scenario)) {
      if (written.has(node.id) && node.scope !== "SCENARIO") sets.unite(scenarioKey(scenario.id), nodeKey(node.id));
    }
  }
  return nameComponents(sets, [...scenarios.keys()].sort(), [...written.values()]);
}

function nameComponents(
  sets: UnionFind,
  scenarioIds: readonly string[],
  written: DataNodeConfig[],
): Map<string, Component> {
  const byRoot = new Map<string, Component>();
  const components = new Map<string, Component>();
  const widths = new Map<string, ScopeName>();
  for (const node of written) {
    const root = sets.find(nodeKey(node.id));
    widths.set(root, wider(widths.get(root) ?? "SCENARIO", node.scope));
  }
  // A component has the name of its first member: scenarios before data nodes, each in alphabetical order.
  const members = [...scenarioIds.map(scenarioKey), ...written.map((node) => nodeKey(node.id)).sort()];
  for (const key of members) {
    const root = sets.find(key);
    const component = byRoot.get(root) ?? { name: `component:${key}`, width: widths.get(root) ?? "SCENARIO" };
    byRoot.set(root, component);
    components.set(key, component);
  }
  return components;
}

function nodesOf(scenario: ScenarioConfig): DataNodeConfig[] {
  return [...scenario.tasks.flatMap((task) => [...task.inputs, ...task.outputs]), ...scenario.additionalDataNodes];
}

const WIDTH: Readonly<Record<ScopeName, number>> = { SCENARIO: 1, CYCLE: 2, GLOBAL: 3 };

const wider = (one: ScopeName, other: ScopeName): ScopeName => (WIDTH[other] > WIDTH[one] ? other : one);

// Different keys, because the scenario config `default` and the data node config `default` have the same id.
const scenarioKey = (configId: string): string => configId;
const nodeKey = (configId: string): string => `node:${configId}`;
