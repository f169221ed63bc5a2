import { stringify } from "smol-toml";
import {
  type App,
  type DataNodeConfig,
  DEFAULT_LEASE_MS,
  DEFAULT_OBJECTS_PER_REGION,
  DEFAULT_WORKER_RETRY_LIMIT,
  type RetryPolicy,
  type ScenarioConfig,
  type TaskConfig,
  UNNUMBERED,
} from "../app-types.ts";
import { limitKey } from "../check/check-limit.ts";
import { shownProperties } from "../secrets/shown-values.ts";
import { durationText } from "./code-layer.ts";
import { encodeValue, TypedText, UnwritableValue } from "./encode-value.ts";

type Exportable = Omit<App, "withEnvironment" | "warnings">;
type Table = Readonly<Record<string, unknown>>;

/** The applied configuration as Taipy writes it: sections of typed texts, with templates, its secrets hidden. */
export interface ExportedConfiguration {
  readonly sections: Readonly<Record<string, Table>>;
  /** `section.key` of each value that TOML cannot express, such as default data that is a `Map`. */
  readonly unwritable: readonly string[];
}

export function exportConfiguration(app: Exportable): ExportedConfiguration {
  const unwritable: string[] = [];
  const table = (section: string, values: Table): Table => {
    const entries = Object.entries(values).flatMap(([key, value]) => {
      if (value === undefined || value === null) return [];
      const path = `${section}.${key}`;
      const written = app.written.get(path);
      if (written !== undefined) return [[key, written]];
      try {
        return [[key, encodeValue(value, app.functionNames)]];
      } catch (error) {
        if (!(error instanceof UnwritableValue)) throw error;
        unwritable.push(path);
        return [];
      }
    });
    return shownProperties({ ...Object.fromEntries(entries), ...onlyWritten(app, section, values) });
  };
  const configs = <C>(kind: string, all: ReadonlyMap<string, C>, keysOf: (config: C) => Table): Table =>
    Object.fromEntries([...all].map(([id, config]) => [id, table(`${kind}.${id}`, keysOf(config))]));
  const sections = {
    TAIPY: table("TAIPY", app.global),
    JOB: table("JOB", jobKeys(app)),
    CORE: table("CORE", coreKeys(app)),
    DATA_NODE: configs("DATA_NODE", app.dataNodes, dataNodeKeys),
    TASK: configs("TASK", app.tasks, taskKeys),
    SCENARIO: configs("SCENARIO", app.scenarios, scenarioKeys),
  };
  for (const { id, schema } of app.dataNodes.values())
    if (schema !== undefined) unwritable.push(`DATA_NODE.${id}.schema`);
  return { sections, unwritable };
}

/** Keys of a file that have no value in the configuration, such as a class of Taipy itself. */
function onlyWritten({ written }: Exportable, section: string, values: Table): Table {
  const prefix = `${section}.`;
  const keys = [...written].filter(([path]) => path.startsWith(prefix));
  const left = keys.map(([path, value]) => [path.slice(prefix.length), value] as const);
  return Object.fromEntries(left.filter(([key]) => (values[key] ?? null) === null));
}

/** The applied configuration as a TOML text that `defineApp` can load again when no secret is hidden in it. */
export function configurationToml(app: Exportable): string {
  const { sections, unwritable } = exportConfiguration(app);
  const notes = unwritable.map((path) => `# ${path} has no form in TOML: it stays in the code.\n`).join("");
  return `${notes}${stringify(sections)}`;
}

const typed = (suffix: string) => (text: string) => new TypedText(`${text}:${suffix}`);
const references = (configs: readonly { readonly id: string }[]) => configs.map(({ id }) => typed("SECTION")(id));
const duration = (milliseconds: number) => typed("timedelta")(durationText(milliseconds));

const jobKeys = ({
  job: { mode, leaseMs, workerRetryLimit, concurrency, objectsPerRegion, properties },
  written,
}: Exportable): Table => ({
  mode,
  // A file that gave it under Taipy's name gets it back under that name.
  ...(limitKey(written) === "concurrency" && { concurrency }),
  ...(leaseMs !== DEFAULT_LEASE_MS && { lease: duration(leaseMs) }),
  ...(workerRetryLimit !== DEFAULT_WORKER_RETRY_LIMIT && { worker_retries: { limit: workerRetryLimit } }),
  ...(objectsPerRegion !== DEFAULT_OBJECTS_PER_REGION && { objects_per_region: objectsPerRegion }),
  ...properties,
});

const coreKeys = ({ core, written }: Exportable): Table => ({
  mode: core.mode,
  ...((core.versionNumber !== UNNUMBERED || written.has("CORE.version_number")) && {
    version_number: core.versionNumber,
  }),
  force: core.force,
  ...core.properties,
});

const dataNodeKeys = (config: DataNodeConfig): Table => ({
  storage_type: config.storageType,
  scope: typed("SCOPE")(config.scope),
  validity_period: config.validityPeriod === null ? undefined : duration(config.validityPeriod / 1_000),
  ...config.properties,
  ...config.functions,
  default_data: config.defaultData,
});

const taskKeys = (config: TaskConfig): Table => ({
  function: config.function,
  inputs: references(config.inputs),
  outputs: references(config.outputs),
  skippable: config.skippable,
  retries: config.retries === null ? undefined : retriesOf(config.retries),
  timeout: config.timeoutMs === null ? undefined : duration(config.timeoutMs),
  concurrency: config.concurrency,
  ...config.properties,
});

const retriesOf = ({ limit, delayMs, backoff }: RetryPolicy): Table => ({ limit, delay: duration(delayMs), backoff });

const scenarioKeys = (config: ScenarioConfig): Table => ({
  tasks: references(config.tasks),
  additional_data_nodes: references(config.additionalDataNodes),
  frequency: config.frequency === null ? undefined : typed("FREQUENCY")(config.frequency),
  comparators: config.comparators,
  sequences: Object.fromEntries(Object.entries(config.sequences).map(([name, tasks]) => [name, references(tasks)])),
  ...config.properties,
});
