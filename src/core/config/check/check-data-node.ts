import { SCOPES, STORAGE_TYPES } from "../../entities/data-node.ts";
import { isHistoryLimit } from "../../values/history.ts";
import type { DataNodeConfig, JobMode } from "../app-types.ts";
import { EXPOSED_TYPES } from "../dsl/exposed-type-option.ts";
import { checkGeneric } from "../storage-options/generic-options.ts";
import { DATABASE_ENGINES } from "../storage-options/sql-options.ts";
import { storageRow } from "../storage-options/storage-options.ts";
import { checkConfig, DEFAULT_ID } from "./check-id.ts";
import { type ConfigurationIssue, issuesOf, listed } from "./issue.ts";
import { SCENARIO_ATTRIBUTES, TASK_ATTRIBUTES } from "./reserved-names.ts";

const issues = issuesOf("DataNodeConfigChecker");

/** The problems of one data node config. */
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
    const message = `${capitalized(owner)} can't be \`in_memory\` while the job mode is \`standalone\`. Choose another storage type, or the job mode \`development\`.`;
    yield issues.error("storage_type", config.storageType, message);
  }
  yield* checkOptions(config, owner);
  yield* checkGeneric(config, owner);
}

function* checkReservedNames({ id }: DataNodeConfig): Generator<ConfigurationIssue> {
  for (const [kind, attributes] of [
    ["task", TASK_ATTRIBUTES],
    ["scenario", SCENARIO_ATTRIBUTES],
  ] as const) {
    if (attributes.has(id))
      yield issues.error("id", id, `The data node id \`${id}\` is already an attribute of every ${kind}. Rename it.`);
  }
}

function* checkOptions(config: DataNodeConfig, owner: string): Generator<ConfigurationIssue> {
  const { storageType, properties, functions = {}, id } = config;
  const storage = storageRow(storageType);
  const { history_limit } = properties;
  if (history_limit !== undefined && !isHistoryLimit(history_limit)) {
    const message = `\`history_limit\` of ${owner} must be a whole number of 1 or more.`;
    yield issues.error("history_limit", history_limit, message);
  }
  const alsoMissing = storage?.missing?.(properties) ?? [];
  for (const { property, required, isFunction } of Object.values(storage?.options ?? {})) {
    const value: unknown = isFunction ? functions[property] : properties[property];
    if (isFunction && value !== undefined && typeof value !== "function") {
      yield issues.error(property, value, `\`${property}\` of ${owner} must be a function.`);
    }
    if ((required && (value === undefined || value === null)) || alsoMissing.includes(property)) {
      const message = `${capitalized(owner)} of storage type \`${storageType}\` needs the property \`${property}\`. Add it.`;
      yield id === DEFAULT_ID ? issues.warning(property, value, message) : issues.error(property, value, message);
    }
    if (property === "db_engine" && value !== undefined && !(DATABASE_ENGINES as readonly unknown[]).includes(value)) {
      yield issues.error(property, value, `\`db_engine\` of ${owner} must be one of ${listed(DATABASE_ENGINES)}.`);
    }
    if (
      property === "exposed_type" &&
      typeof value === "string" &&
      !(EXPOSED_TYPES as readonly string[]).includes(value)
    ) {
      yield issues.error(property, value, `\`exposed_type\` of ${owner} must be one of ${listed(EXPOSED_TYPES)}.`);
    }
  }
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
