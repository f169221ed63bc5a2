import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "./app-types.ts";
import { type Configs, DEFAULT_ID } from "./check/check-id.ts";
import { type ConfigurationIssue, issuesOf } from "./check/issue.ts";
import { dataNode } from "./dsl/data-node-config.ts";
import { scenario } from "./dsl/scenario-config.ts";

/** The configs that the options of an application list. */
export interface ConfigRoots {
  readonly scenarios: unknown;
  readonly tasks: unknown;
  readonly dataNodes: unknown;
}

interface CollectedConfigs extends Configs {
  readonly issues: readonly ConfigurationIssue[];
}

type AnyConfig = DataNodeConfig | TaskConfig | ScenarioConfig;

const issuesOfIds = issuesOf("ConfigIdChecker");

const DEFAULT_TASK: TaskConfig = Object.freeze({
  kind: "TASK",
  id: DEFAULT_ID,
  function: null,
  inputs: Object.freeze([]),
  outputs: Object.freeze([]),
  skippable: false,
  retries: null,
  timeoutMs: null,
  concurrency: null,
  properties: Object.freeze({}),
});

/**
 * All configs that the roots use, directly or indirectly, by their ids. The first of each kind is `default`: the application's
 * own, or an implicit one. Two different configs with the same id are an error, and the first one is kept.
 */
export function collectConfigs({ scenarios, tasks, dataNodes }: ConfigRoots): CollectedConfigs {
  const issues: ConfigurationIssue[] = [];
  const allScenarios = configsOf<ScenarioConfig>(scenarios, "SCENARIO");
  const allTasks = [
    ...configsOf<TaskConfig>(tasks, "TASK"),
    ...allScenarios.flatMap((config) => configsOf<TaskConfig>(config.tasks, "TASK")),
  ];
  const allDataNodes = [
    ...configsOf<DataNodeConfig>(dataNodes, "DATA_NODE"),
    ...allTasks.flatMap(({ inputs, outputs }) => [inputs, outputs].flatMap(dataNodesOf)),
    ...allScenarios.flatMap((config) => dataNodesOf(config.additionalDataNodes)),
  ];
  return {
    dataNodes: byId(allDataNodes, dataNode(DEFAULT_ID), issues),
    tasks: byId(allTasks, DEFAULT_TASK, issues),
    scenarios: byId(allScenarios, scenario(DEFAULT_ID), issues),
    issues,
  };
}

/** The items of a list that are configs of the kind. The checks report all other items. */
export function configsOf<Config extends AnyConfig>(list: unknown, kind: Config["kind"]): readonly Config[] {
  return Array.isArray(list) ? list.filter((item): item is Config => isConfig(item, kind)) : [];
}

/** Whether a value is a list, and all its items are configs of the kind. */
export const isConfigList = (list: unknown, kind: AnyConfig["kind"]): boolean =>
  Array.isArray(list) && list.every((item) => isConfig(item, kind));

const isConfig = (item: unknown, kind: AnyConfig["kind"]): boolean =>
  typeof item === "object" && item !== null && "kind" in item && item.kind === kind;

const dataNodesOf = (list: unknown) => configsOf<DataNodeConfig>(list, "DATA_NODE");

function byId<Config extends AnyConfig>(
  configs: readonly Config[],
  implicit: Config,
  issues: ConfigurationIssue[],
): ReadonlyMap<string, Config> {
  const own = configs.find(({ id }) => id === DEFAULT_ID) ?? implicit;
  const map = new Map([[DEFAULT_ID, own]]);
  const refused = new Set<Config>();
  for (const config of configs) {
    const first = map.get(config.id);
    if (first === undefined) map.set(config.id, config);
    if (first === undefined || first === config || refused.has(config)) continue;
    refused.add(config);
    const message = `Two different ${config.kind} configs have the id \`${config.id}\`.`;
    issues.push(issuesOfIds.error("config_id", config.id, message));
  }
  return map;
}
