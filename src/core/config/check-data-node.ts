import { SCOPES, STORAGE_TYPES } from "../entities/data-node.ts";
import { checkConfig, DEFAULT_ID, listed } from "./check-id.ts";
import { type ConfigurationIssue, issuesOf } from "./issue.ts";
import { SCENARIO_ATTRIBUTES, TASK_ATTRIBUTES } from "./reserved-names.ts";
import { storageRow } from "./storage-options.ts";
import type { DataNodeConfig, JobMode } from "./types.ts";

const EXPOSED_TYPES = ["pandas", "numpy"];
const issues = issuesOf("DataNodeConfigChecker");

/** The rules of one data node config. */
export function* checkDataNode(config: DataNodeConfig, jobMode: JobMode): Generator<ConfigurationIssue> {
  yield* checkConfig(config, "data node", issues);
  yield* checkReservedNames(config);
  yield* config.issues ?? [];
  const owner = `data node \`${config.id}\``;
  if (!(SCOPES as readonly string[]).includes(config.scope)) {
    yield issues.error("scope", config.scope, `\`scope\` of ${owner} must be one of ${listed(SCOPES)}.`);
  }
  if (!(STORAGE_TYPES as readonly string[]).includes(config.storageType)) {
    const message = `\`storage_type\` of ${owner} must be one of ${listed(STORAGE_TYPES)}.`;
    yield issues.error("storage_type", config.storageType, message);
    return;
  }
  if (config.storageType === "in_memory" && jobMode === "standalone") {
    const message = `${capitalized(owner)} can't be \`in_memory\` while the job mode is \`standalone\`.`;
    yield issues.error("storage_type", config.storageType, message);
  }
  yield* checkOptions(config, owner);
}

function* checkReservedNames({ id }: DataNodeConfig): Generator<ConfigurationIssue> {
  for (const [kind, attributes] of [
    ["task", TASK_ATTRIBUTES],
    ["scenario", SCENARIO_ATTRIBUTES],
  ] as const) {
    if (attributes.has(id))
      yield issues.error("id", id, `The data node id \`${id}\` is already an attribute of every ${kind}.`);
  }
}

function* checkOptions(config: DataNodeConfig, owner: string): Generator<ConfigurationIssue> {
  const { storageType, properties, id } = config;
  for (const { property, required } of Object.values(storageRow(storageType)?.options ?? {})) {
    const value = properties[property];
    if (required && (value === undefined || value === null)) {
      const message = `${capitalized(owner)} of storage type \`${storageType}\` needs the property \`${property}\`.`;
      yield id === DEFAULT_ID ? issues.warning(property, value, message) : issues.error(property, value, message);
    }
    if (property === "exposed_type" && typeof value === "string" && !EXPOSED_TYPES.includes(value)) {
      yield issues.error(property, value, `\`exposed_type\` of ${owner} must be one of ${listed(EXPOSED_TYPES)}.`);
    }
  }
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
