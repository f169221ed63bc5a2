import type { Properties } from "../../entities/fields.ts";
import { DEFAULT_STORAGE_TYPE, storageTypeRow } from "../../storage-types.ts";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { type Configs, DEFAULT_ID } from "../check/check-id.ts";
import { dataNodeConfig } from "../dsl/data-node-config.ts";
import { scenario } from "../dsl/scenario-config.ts";
import { type TaskOptions, task } from "../dsl/task-config.ts";
import { templateOf } from "../settings/env-template.ts";
import { configSections, type Layer, type Section } from "./layer.ts";
import { type Reading, readSection, type SectionReader } from "./section-reader.ts";

const NO_SECTION: Section = new Map();

/**
 * The configs of a merged layer: first all data nodes, then the tasks that refer to them, then the scenarios, so the order of the
 * sections does not matter.
 * @param code the configs that the code has declared; the new configs keep their issues
 */
export function buildConfigs(layer: Layer, code: Configs, reading: Reading): Configs {
  const dataNodes = buildDataNodes(layer, code, reading);
  const tasks = new Map<string, TaskConfig>();
  const ofTasks = withDefault(configSections(layer, "TASK"));
  for (const [id, section] of ofTasks) {
    const inherited = freeKeys(ofTasks.get(DEFAULT_ID), TASK_KEYS);
    const reader = readSection(reading, `TASK.${id}`, new Map([...inherited, ...section]));
    const config = buildTask(id, reader, dataNodes);
    const { issues } = code.tasks.get(id) ?? {};
    tasks.set(id, issues === undefined ? config : Object.freeze({ ...config, issues }));
  }
  const scenarios = new Map<string, ScenarioConfig>();
  const ofScenarios = withDefault(configSections(layer, "SCENARIO"));
  for (const [id, section] of ofScenarios) {
    const inherited = freeKeys(ofScenarios.get(DEFAULT_ID), SCENARIO_KEYS);
    const reader = readSection(reading, `SCENARIO.${id}`, new Map([...inherited, ...section]));
    scenarios.set(id, buildScenario(id, reader, dataNodes, tasks));
  }
  return { dataNodes, tasks, scenarios };
}

const TASK_KEYS = ["function", "inputs", "outputs", "skippable", "retries", "timeout", "concurrency"];
/** Without `frequency`, which scenarios inherit from `default`. */
const SCENARIO_KEYS = ["tasks", "additional_data_nodes", "comparators", "sequences"];

const freeKeys = (section: Section = NO_SECTION, known: readonly string[]): Section =>
  new Map([...section].filter(([key]) => !known.includes(key)));

/** With the `default` section first, because the others inherit from it. */
const withDefault = (sections: ReadonlyMap<string, Section>): ReadonlyMap<string, Section> =>
  new Map([[DEFAULT_ID, sections.get(DEFAULT_ID) ?? NO_SECTION], ...sections]);

function buildDataNodes(layer: Layer, code: Configs, reading: Reading): ReadonlyMap<string, DataNodeConfig> {
  const sections = withDefault(configSections(layer, "DATA_NODE"));
  const general = sections.get(DEFAULT_ID) ?? NO_SECTION;
  const built = new Map<string, DataNodeConfig>();
  for (const [id, own] of sections) {
    const first = built.get(DEFAULT_ID);
    const reader = readSection(reading, `DATA_NODE.${id}`, own);
    const storageType = String(reader.take("storage_type") ?? first?.storageType ?? DEFAULT_STORAGE_TYPE);
    const inherited = inheritedKeys(general, storageType === first?.storageType);
    const section = new Map([...inherited, ...own]);
    section.delete("storage_type");
    const config = buildDataNode(id, storageType, readSection(reading, reader.name, section));
    // A file can't write a schema, and changes none.
    const { schema } = code.dataNodes.get(id) ?? {};
    built.set(id, schema === undefined ? config : Object.freeze({ ...config, schema }));
  }
  return built;
}

/** The keys that a data node inherits: all of them if it has the storage type of `default`, else only `validity_period`. */
const inheritedKeys = (general: Section, isSameType: boolean): Section =>
  isSameType ? general : new Map([...general].filter(([key]) => key === "validity_period"));

/** Options that are not checked yet. */
type LooseOptions = Parameters<typeof dataNodeConfig>[2];

function buildDataNode(id: string, storageType: string, reader: SectionReader): DataNodeConfig {
  const options: Record<string, unknown> = {
    scope: reader.take("scope"),
    validityPeriod: reader.take("validity_period"),
    defaultData: reader.take("default_data"),
  };
  for (const [name, row] of Object.entries(storageTypeRow(storageType)?.options ?? {})) {
    if (!reader.has(row.property)) continue;
    // Only classes and functions are resolved here. Other options are data, and their templates are resolved at each use.
    options[name] = row.isFunction === true || row.mayBeClass === true ? reader.take(row.property) : undefined;
    if (row.property === "exposed_type" && options[name] === OLD_EXPOSED_TYPE) options[name] = "pandas";
  }
  const path = resolvedPath(reader);
  options.properties = reader.rest();
  const config = dataNodeConfig(id, storageType as DataNodeConfig["storageType"], options as LooseOptions);
  return path === null ? config : Object.freeze({ ...config, path });
}

/** The path of a file is needed when its node is created, so its template is resolved here. The property keeps the template. */
function resolvedPath(reader: SectionReader): string | null {
  const key = ["path", "default_path"].find((name) => reader.has(name));
  const value = key === undefined ? undefined : reader.raw(key)?.value;
  if (key === undefined || typeof value !== "string" || templateOf(value) === null) return null;
  const path = reader.resolve(key);
  return typeof path === "string" ? path : null;
}

const OLD_EXPOSED_TYPE = "modin";

function buildTask(id: string, reader: SectionReader, dataNodes: ReadonlyMap<string, DataNodeConfig>): TaskConfig {
  const options = {
    function: reader.take("function"),
    inputs: references(reader, "inputs", "DATA_NODE", dataNodes),
    outputs: references(reader, "outputs", "DATA_NODE", dataNodes),
    skippable: reader.take("skippable"),
    ...policies(reader),
    properties: reader.rest(),
  };
  return task(id, options as TaskOptions<readonly DataNodeConfig[], readonly DataNodeConfig[]>) as TaskConfig;
}

/** In Taipy these are free keys, so a value that does not look like a policy stays one. */
const POLICIES: Readonly<Record<string, (value: unknown) => boolean>> = {
  retries: (value) => isTable(value) && "limit" in value,
  timeout: (value) => typeof value === "string" && value.endsWith(":timedelta"),
  concurrency: (value) =>
    typeof value === "number" || (typeof value === "string" && (NUMBER.test(value) || templateOf(value) !== null)),
};

const NUMBER = /^[-\d.]{1,20}(?::int|:float)?$/;

function policies(reader: SectionReader): Readonly<Record<string, unknown>> {
  const found: Properties = {};
  for (const [key, looksLikePolicy] of Object.entries(POLICIES)) {
    const entry = reader.raw(key);
    if (entry !== undefined && (!entry.isWritten || looksLikePolicy(entry.value))) found[key] = reader.take(key);
  }
  return found;
}

function buildScenario(
  id: string,
  reader: SectionReader,
  dataNodes: ReadonlyMap<string, DataNodeConfig>,
  tasks: ReadonlyMap<string, TaskConfig>,
): ScenarioConfig {
  const sequences = reader.take("sequences");
  const options = {
    tasks: references(reader, "tasks", "TASK", tasks),
    additionalDataNodes: references(reader, "additional_data_nodes", "DATA_NODE", dataNodes),
    frequency: reader.take("frequency"),
    comparators: reader.take("comparators"),
    sequences: isTable(sequences)
      ? Object.fromEntries(
          Object.entries(sequences).map(([name, list]) => [name, resolved(reader, "sequences", "TASK", list, tasks)]),
        )
      : sequences,
    properties: reader.rest(),
  };
  return scenario(id, options as Parameters<typeof scenario>[1]);
}

const NOUNS = { DATA_NODE: "data node", TASK: "task" } as const;
type Referred = keyof typeof NOUNS;

const references = <C>(reader: SectionReader, key: string, kind: Referred, configs: ReadonlyMap<string, C>): unknown =>
  resolved(reader, key, kind, reader.take(key), configs);

/** The configs of a list of ids, or of one id. An item that is neither an id nor a config stays, and the checks report it. */
function resolved<C>(
  reader: SectionReader,
  key: string,
  kind: Referred,
  list: unknown,
  configs: ReadonlyMap<string, C>,
): unknown {
  const items: unknown = typeof list === "string" ? [list] : list;
  if (!Array.isArray(items)) return items;
  return items.flatMap((item: unknown) => {
    const id = typeof item === "string" ? item : idOf(item);
    const config = id === null ? item : configs.get(id);
    if (config !== undefined) return [config];
    const message = `\`${key}\` names \`${id}\`, which is no ${NOUNS[kind]}: add [${kind}.${id}], or correct the name.`;
    reader.report(key, id, message);
    return [];
  });
}

const idOf = (item: unknown): string | null =>
  isTable(item) && typeof item.id === "string" && "kind" in item ? item.id : null;

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
