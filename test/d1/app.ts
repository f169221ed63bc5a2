import type { App, DataNodeConfig, ScenarioConfig, TaskConfig } from "../../src/core/config/app-types.ts";
import { functionNames } from "../../src/core/config/function-names.ts";

export const node = (id: string, options: Partial<DataNodeConfig> = {}): DataNodeConfig => ({
  kind: "DATA_NODE",
  id,
  storageType: "pickle",
  scope: "SCENARIO",
  validityPeriod: null,
  defaultData: undefined,
  properties: {},
  ...options,
});

export const task = (
  id: string,
  inputs: readonly DataNodeConfig[],
  outputs: readonly DataNodeConfig[],
  options: Partial<TaskConfig> = {},
): TaskConfig => ({
  kind: "TASK",
  id,
  function: function work() {},
  inputs,
  outputs,
  skippable: false,
  retries: null,
  timeoutMs: null,
  concurrency: null,
  properties: {},
  ...options,
});

export const scenario = (
  id: string,
  tasks: readonly TaskConfig[],
  options: Partial<ScenarioConfig> = {},
): ScenarioConfig => ({
  kind: "SCENARIO",
  id,
  tasks,
  additionalDataNodes: [],
  frequency: null,
  comparators: {},
  sequences: {},
  properties: {},
  ...options,
});

interface AppParts {
  readonly scenarios?: readonly ScenarioConfig[];
  readonly tasks?: readonly TaskConfig[];
  readonly dataNodes?: readonly DataNodeConfig[];
  readonly files?: Readonly<Record<string, string>>;
  readonly version?: string;
}

const byId = <T extends { readonly id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id, item]));

/** An application with everything that its scenarios and tasks reach. */
export function appOf({ scenarios = [], tasks = [], dataNodes = [], files = {}, version = "latest" }: AppParts): App {
  const allTasks = [...scenarios.flatMap((config) => config.tasks), ...tasks];
  const allNodes = [
    ...allTasks.flatMap((config) => [...config.inputs, ...config.outputs]),
    ...scenarios.flatMap((config) => config.additionalDataNodes),
    ...dataNodes,
  ];
  return {
    scenarios: byId(scenarios),
    tasks: byId(allTasks),
    dataNodes: byId(allNodes),
    files: new Map(Object.entries(files)),
    job: { mode: "standalone", leaseMs: 30_000, workerRetryLimit: 3, concurrency: null, objectsPerRegion: 4 },
    core: { mode: "development", versionNumber: version, force: false, properties: {} },
    drivers: {},
    global: {},
    settings: { testing: false, env: null, secretKey: null },
    written: new Map(),
    functionNames: functionNames({}, []),
    warnings: [],
    auth: { sessionSeconds: 28_800, identityProviders: [] },
    http: { corsOrigins: [], auditDays: 90, compat: "off" },
    withEnvironment: () => {
      throw new Error("This application has no files to read again");
    },
  };
}
