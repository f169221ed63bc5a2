import { DEFAULT_STORAGE_TYPE, storageTypeRow } from "../../storage-types.ts";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { type Configs, DEFAULT_ID } from "../check/check-id.ts";
import { givenOptions } from "../dsl/data-node-config.ts";
import type { Entry, Layer, Section } from "./layer.ts";

/** The sections that exist once, from the options of `defineApp`, with Taipy's names; undefined = not given. */
export interface CodeSections {
  readonly TAIPY: Readonly<Record<string, unknown>>;
  readonly JOB: Readonly<Record<string, unknown>>;
  readonly CORE: Readonly<Record<string, unknown>>;
}

/** The code as a layer. It contains only the options that are given, so that files can override the defaults of the others. */
export function codeLayer(configs: Configs, sections: CodeSections): Layer {
  return new Map<string, Section>([
    ...Object.entries(sections).map(([name, values]) => [name, section(values)] as const),
    ...[...configs.dataNodes].map(([id, config]) => [`DATA_NODE.${id}`, section(dataNodeKeys(config))] as const),
    ...[...configs.tasks].map(([id, config]) => [`TASK.${id}`, section(taskKeys(config))] as const),
    ...[...configs.scenarios].map(([id, config]) => [`SCENARIO.${id}`, section(scenarioKeys(config))] as const),
  ]);
}

function section(values: Readonly<Record<string, unknown>>): Section {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return new Map(given.map(([key, value]): [string, Entry] => [key, { value, isWritten: false }]));
}

function dataNodeKeys(config: DataNodeConfig): Readonly<Record<string, unknown>> {
  const { storageType } = config;
  const given = givenOptions(config);
  if (given === null) {
    const { scope, defaultData, properties, functions, validityPeriod } = config;
    const validity_period = validityPeriod === null ? undefined : durationText(validityPeriod / 1_000);
    return {
      ...properties,
      ...functions,
      storage_type: storageType,
      scope,
      validity_period,
      default_data: defaultData,
    };
  }
  const rows = Object.entries(storageTypeRow(storageType)?.options ?? {});
  return {
    ...given.properties,
    ...Object.fromEntries(rows.map(([name, row]) => [row.property, given[name]])),
    history_limit: given.historyLimit ?? given.properties?.history_limit,
    storage_type: isImplicit(config, given) ? undefined : storageType,
    scope: given.scope,
    validity_period: given.validityPeriod,
    default_data: given.defaultData,
  };
}

/** Whether it is the `default` config that the application does not declare: files may set its storage type. */
const isImplicit = ({ id, storageType }: DataNodeConfig, given: object): boolean =>
  id === DEFAULT_ID && storageType === DEFAULT_STORAGE_TYPE && Object.keys(given).length === 0;

const taskKeys = ({
  properties,
  inputs,
  outputs,
  skippable,
  retries,
  timeoutMs,
  concurrency,
  ...config
}: TaskConfig) => ({
  ...properties,
  function: config.function ?? undefined,
  inputs,
  outputs,
  skippable,
  retries: retries === null ? undefined : { ...retries, delay: durationText(retries.delayMs), delayMs: undefined },
  timeout: timeoutMs === null ? undefined : durationText(timeoutMs),
  concurrency: concurrency ?? undefined,
});

const scenarioKeys = ({
  properties,
  tasks,
  additionalDataNodes,
  frequency,
  comparators,
  sequences,
}: ScenarioConfig) => ({
  ...properties,
  tasks,
  additional_data_nodes: additionalDataNodes,
  frequency: frequency ?? undefined,
  comparators,
  sequences,
});

/** A duration in the form of the DSL. */
export const durationText = (milliseconds: number): string => `${milliseconds / 1_000}s`;
