import type { App, DataNodeConfig } from "../../core/config/app-types.ts";
import { type ConfigurationIssue, issuesOf } from "../../core/config/check/issue.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import { TaipyError } from "../../core/errors.ts";
import { filePath } from "../../core/planning/data-node-plan.ts";
import { isOutside, STORAGE_TYPES } from "../../core/storage-types.ts";
import { Budget } from "../../core/values/budget.ts";
import { unexposed } from "../../core/values/exposed-type.ts";
import { storageTypes } from "../contents.ts";
import type { PayloadStore } from "../types.ts";
import { resolvedProperties } from "./node-settings.ts";

const { error } = issuesOf("DataNodeConfigChecker");

/** Keeps nothing. */
export const NOWHERE: PayloadStore = {
  put: async (body, content_type): Promise<PayloadRef> => ({
    tier: "inline",
    content_type,
    size: body.length,
    hash: "",
    key: null,
    body: "",
  }),
  getText: async () => "",
  getBytes: async () => new Uint8Array(),
};

/**
 * Default data that the storage type of their data node can't hold: a creation would be refused. For `check-config`: encoding
 * all of it would delay the start of every isolate.
 * @param variable a variable or secret by its name
 */
export async function checkDefaultData(
  { dataNodes, files }: Pick<App, "dataNodes" | "files">,
  variable: (name: string) => unknown,
): Promise<readonly ConfigurationIssue[]> {
  const found: ConfigurationIssue[] = [];
  for (const config of dataNodes.values()) {
    if (config.defaultData === undefined || isOutside(config.storageType)) continue;
    if (files.has(filePath(config) ?? "")) continue;
    const reason = await refusal(config, variable);
    if (reason === null) continue;
    const message = `\`default_data\` of data node \`${config.id}\` can't be stored as ${config.storageType}: ${reason}`;
    found.push({ ...error("default_data", undefined, message), section: `DATA_NODE.${config.id}` });
  }
  return found;
}

async function refusal(config: DataNodeConfig, variable: (name: string) => unknown): Promise<string | null> {
  const { id, storageType, defaultData } = config;
  if (!STORAGE_TYPES.includes(storageType)) return null;
  try {
    const properties = resolvedProperties(config.properties, variable);
    const dataNode = { id: `DATANODE_${id}`, config_id: id, storage_type: storageType, properties };
    const context = { dataNode, config, payloads: NOWHERE, budget: new Budget(), binding: variable };
    await storageTypes[storageType].write(context, unexposed(config, defaultData));
    return null;
  } catch (thrown) {
    if (!(thrown instanceof TaipyError)) throw thrown;
    // A variable that is not known here is a problem of its own.
    return thrown.code === "storage_misconfigured" ? null : thrown.message;
  }
}
