import type { App, DataNodeConfig, ScenarioConfig, TaskConfig } from "./app-types.ts";
import { shownProperties } from "./secrets/shown-values.ts";
import { type Shapes, shapeOf } from "./shapes.ts";

export type ShownConfigKind = "scenario" | "task" | "data_node";
type Json = Readonly<Record<string, unknown>>;

/** A config as the API shows it, its secrets hidden; null = no config has this id. */
export function configJson(app: App, kind: ShownConfigKind, id: string, shapes: Shapes | null): Json | null {
  const nameOf = (target: unknown) => (typeof target === "function" ? app.functionNames.write(target) : null);
  switch (kind) {
    case "scenario":
      return shown(app.scenarios.get(id), (config) => scenarioJson(config, nameOf));
    case "task":
      return shown(app.tasks.get(id), (config) => taskJson(config, nameOf));
    case "data_node":
      return shown(app.dataNodes.get(id), (config) => dataNodeJson(config, nameOf, shapes));
  }
}

type NameOf = (target: unknown) => string | null;

const shown = <C>(config: C | undefined, json: (config: C) => Json): Json | null =>
  config === undefined ? null : json(config);

const ids = (configs: readonly { readonly id: string }[]) => configs.map(({ id }) => id);
const mapped = <V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const dataNodeJson = (config: DataNodeConfig, nameOf: NameOf, shapes: Shapes | null): Json => ({
  id: config.id,
  storage_type: config.storageType,
  scope: `Scope.${config.scope}`,
  /** Seconds. */
  validity_period: config.validityPeriod === null ? null : config.validityPeriod / 1_000_000,
  default_data: config.defaultData ?? null,
  schema: shapeOf(config, shapes),
  properties: shownProperties({ ...config.properties, ...mapped(config.functions ?? {}, nameOf) }),
});

const taskJson = (config: TaskConfig, nameOf: NameOf): Json => ({
  id: config.id,
  function: nameOf(config.function),
  inputs: ids(config.inputs),
  outputs: ids(config.outputs),
  skippable: config.skippable,
  retries: config.retries,
  timeout: config.timeoutMs === null ? null : config.timeoutMs / 1_000,
  concurrency: config.concurrency,
  properties: shownProperties(config.properties),
});

const scenarioJson = (config: ScenarioConfig, nameOf: NameOf): Json => ({
  id: config.id,
  tasks: ids(config.tasks),
  additional_data_nodes: ids(config.additionalDataNodes),
  frequency: config.frequency === null ? null : `Frequency.${config.frequency}`,
  comparators: mapped(config.comparators, (functions) => functions.map(nameOf)),
  sequences: mapped(config.sequences, ids),
  properties: shownProperties(config.properties),
  dag: dagOf(config),
});

/** The graph of data nodes and tasks: an edge from each input to its task, and from each task to its outputs. */
function dagOf({ tasks, additionalDataNodes }: ScenarioConfig): Json {
  const wired = tasks.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  const dataNodes = new Map([...wired, ...additionalDataNodes].map((node) => [node.id, node]));
  return {
    nodes: [
      ...[...dataNodes.values()].map(({ id, storageType, scope }) => ({
        id,
        type: "data_node",
        storage_type: storageType,
        scope: `Scope.${scope}`,
      })),
      ...tasks.map(({ id, skippable }) => ({ id, type: "task", skippable })),
    ],
    edges: tasks.flatMap((task) => [
      ...task.inputs.map(({ id }) => ({ from: id, to: task.id })),
      ...task.outputs.map(({ id }) => ({ from: task.id, to: id })),
    ]),
  };
}
