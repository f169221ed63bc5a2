import { nearestName } from "../../names/nearest-name.ts";
import { storageTypeRow } from "../../storage-types.ts";
import type { App, DataNodeConfig } from "../app-types.ts";
import { type ConfigurationIssue, inSection, issuesOf } from "./issue.ts";

type Checked = Pick<App, "dataNodes" | "tasks" | "scenarios" | "job" | "core">;

const issues = issuesOf("OptionsChecker");

const OF_NODES = ["storage_type", "scope", "validity_period", "default_data", "history_limit"];
const OF_TASKS = ["function", "inputs", "outputs", "skippable", "retries", "timeout", "concurrency"];
const OF_SCENARIOS = ["tasks", "additional_data_nodes", "frequency", "comparators", "sequences"];
const OF_JOBS = ["mode", "lease", "worker_retries", "concurrency", "max_nb_of_workers", "objects_per_region"];
const OF_CORE = ["mode", "version_number", "force", "repository_type", "storage_folder", "taipy_storage_folder"];

/** Keys that a file may hold freely, as in Taipy, and that look like a misspelt option: they would have no effect. */
export function* checkFreeKeys({ dataNodes, tasks, scenarios, job, core }: Checked): Generator<ConfigurationIssue> {
  for (const config of dataNodes.values()) {
    const known = [...OF_NODES, ...optionsOf(config)];
    yield* inSection(`DATA_NODE.${config.id}`, misspelt(config.properties, known, `data node \`${config.id}\``));
  }
  for (const { id, properties } of tasks.values()) {
    yield* inSection(`TASK.${id}`, misspelt(properties, OF_TASKS, `task \`${id}\``));
  }
  for (const { id, properties } of scenarios.values()) {
    yield* inSection(`SCENARIO.${id}`, misspelt(properties, OF_SCENARIOS, `scenario \`${id}\``));
  }
  yield* inSection("JOB", misspelt(job.properties ?? {}, OF_JOBS, "the section `JOB`"));
  yield* inSection("CORE", misspelt(core.properties, OF_CORE, "the section `CORE`"));
}

const optionsOf = ({ storageType }: DataNodeConfig): readonly string[] => {
  const { content, options = {} } = storageTypeRow(storageType) ?? {};
  const hasFile = (content?.extension ?? null) !== null;
  return [...Object.values(options).map(({ property }) => property), ...(hasFile ? ["path"] : [])];
};

/** Names of up to four letters are near too many others. */
const MIN_LENGTH = 5;

function* misspelt(
  properties: Readonly<Record<string, unknown>>,
  known: readonly string[],
  owner: string,
): Generator<ConfigurationIssue> {
  for (const key of Object.keys(properties)) {
    const nearest = known.includes(key) || key.length < MIN_LENGTH ? null : nearestName(key, known);
    if (nearest === null) continue;
    const message = `\`${key}\` of ${owner} is a free key and changes nothing. Did you mean \`${nearest}\`?`;
    yield issues.warning(key, undefined, message);
  }
}
