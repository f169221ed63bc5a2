import { SCOPES } from "../../entities/data-node.ts";
import { isDataSchema } from "../../storage-options/data-schema.ts";
import type { OptionRow } from "../../storage-options/option.ts";
import { STORAGE_TYPES, type StorageTypeRow, storageTypeRow } from "../../storage-types.ts";
import { isHistoryLimit } from "../../values/history.ts";
import type { DataNodeConfig, JobMode } from "../app-types.ts";
import { ownBindingsIn } from "../secrets/own-bindings.ts";
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
  const row = storageTypeRow(config.storageType);
  if (row === null) {
    const message = `\`storage_type\` of ${owner} must be one of ${listed(STORAGE_TYPES)}.`;
    yield issues.error("storage_type", config.storageType, message);
    return;
  }
  if (row.isDevelopmentOnly === true && jobMode === "standalone") {
    const message = `${capitalized(owner)} can't be \`${config.storageType}\` while the job mode is \`${jobMode}\`. Choose another storage type, or the job mode \`development\`.`;
    yield issues.error("storage_type", config.storageType, message);
  }
  for (const { property, value, problem } of ownBindingsIn(config.properties)) {
    yield issues.error(property, value, `\`${property}\` of ${owner} can't be used. ${problem}`);
  }
  yield* checkHistoryLimit(config, owner);
  yield* checkSchema(config, row, owner);
  yield* checkOptions(config, row, owner);
  for (const { property, value, message, isWarning } of row.check?.(config, owner) ?? [])
    yield isWarning === true ? issues.warning(property, value, message) : issues.error(property, value, message);
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

function* checkHistoryLimit({ properties }: DataNodeConfig, owner: string): Generator<ConfigurationIssue> {
  const { history_limit } = properties;
  if (history_limit === undefined || isHistoryLimit(history_limit)) return;
  const message = `\`history_limit\` of ${owner} must be a whole number of 1 or more.`;
  yield issues.error("history_limit", history_limit, message);
}

function* checkSchema(
  { schema, properties }: DataNodeConfig,
  row: StorageTypeRow,
  owner: string,
): Generator<ConfigurationIssue> {
  if (schema === undefined) return;
  if (!isDataSchema(schema)) {
    const message = `\`schema\` of ${owner} must be a schema of zod, Valibot, ArkType or another library that follows https://standardschema.dev.`;
    yield issues.error("schema", schema, message);
  } else if (row.isTabular && row.isOneTable?.(properties) === false) {
    const message = `\`schema\` of ${owner} describes a row, but its value has several sheets. Name one sheet: \`sheetName: "January"\`.`;
    yield issues.error("schema", undefined, message);
  }
}

function* checkOptions(config: DataNodeConfig, row: StorageTypeRow, owner: string): Generator<ConfigurationIssue> {
  const { storageType, properties, functions = {}, id } = config;
  const alsoMissing = row.missing?.(properties) ?? [];
  for (const option of Object.values(row.options)) {
    const { property, required, isFunction } = option;
    const value: unknown = isFunction ? functions[property] : properties[property];
    if (isFunction && value !== undefined && typeof value !== "function") {
      yield issues.error(property, value, `\`${property}\` of ${owner} must be a function.`);
    }
    if ((required && (value === undefined || value === null)) || alsoMissing.includes(property)) {
      const message = `${capitalized(owner)} of storage type \`${storageType}\` needs the property \`${property}\`. Add it.`;
      yield id === DEFAULT_ID ? issues.warning(property, value, message) : issues.error(property, value, message);
    }
    yield* checkChoice(option, value, owner);
  }
}

function* checkChoice(
  { property, oneOf, mayBeClass }: OptionRow,
  value: unknown,
  owner: string,
): Generator<ConfigurationIssue> {
  if (oneOf === undefined || value === undefined || (mayBeClass && typeof value !== "string")) return;
  if ((oneOf as readonly unknown[]).includes(value)) return;
  yield issues.error(property, value, `\`${property}\` of ${owner} must be one of ${listed(oneOf)}.`);
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
