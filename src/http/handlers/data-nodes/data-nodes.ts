import * as z from "zod";
import type { DataNodeConfig } from "../../../core/config/app-types.ts";
import { shownValue } from "../../../core/config/secrets/shown-values.ts";
import { SCOPES } from "../../../core/entities/data-node.ts";
import { STORAGE_TYPE_ROWS, type StorageTypeRow } from "../../../core/storage-types.ts";
import { jsonOfValue } from "../../../core/values/json-value.ts";
import { deleteDataNode } from "../../../usecases/data-nodes/delete-data-node.ts";
import { configId, requiredConfigId } from "../../input/query.ts";
import { changeAnswer, createdAnswer } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";
import { deletedText } from "../entities/entities.ts";

/** Gets or creates the data node of a configuration; it has no owner. */
export const createDataNodeAction = action({
  query: () => z.object({ config_id: configId() }),
  answer: { kind: "created", of: "data_node" },
  description: "Data nodes of the scopes `CYCLE` and `GLOBAL` are found when they exist.",
  errors: [
    "config_id_missing",
    "data_node_config_not_found",
    "invalid_value",
    "schema_mismatch",
    "configuration_changed",
  ],
  handle: async ({ deps, view }, query) => {
    const config_id = requiredConfigId(query.config_id);
    const entity = await deps.entityWriter.createDataNode(config_id);
    const config = deps.app.dataNodes.get(config_id);
    if (config === undefined) return createdAnswer(view, "data_node", entity);
    const shown = view === "taipy" ? taipyConfig(config) : withConfig(entity, config);
    return createdAnswer(view, "data_node", entity, jsonOfValue(shown));
  },
});

export const deleteDataNodeAction = action({
  answer: { kind: "message" },
  errors: ["data_node_not_found"],
  handle: async ({ deps, id, view }) => {
    const { stored } = await deleteDataNode(deps, id);
    return changeAnswer(view, stored, { body: { message: deletedText("data_node", id) } });
  },
});

/** The answer has the entity's fields and the configuration's. */
const withConfig = (entity: string, config: DataNodeConfig) => ({
  ...(JSON.parse(entity) as Readonly<Record<string, unknown>>),
  ...configShown(config, STORAGE_TYPE_ROWS[config.storageType].shown),
});

/** Taipy answers a creation with the configuration alone. */
function taipyConfig(config: DataNodeConfig) {
  const { isUnknownToTaipy = false, shown }: StorageTypeRow = STORAGE_TYPE_ROWS[config.storageType];
  return configShown(config, isUnknownToTaipy ? [] : shown);
}

/** A configuration as Taipy shows it, with a numeric scope and a constant name. */
const configShown = (config: DataNodeConfig, options: readonly string[]) => ({
  name: "DATA_NODE",
  storage_type: config.storageType,
  scope: SCOPES.indexOf(config.scope) + 1,
  ...Object.fromEntries(options.map((name) => [name, optionOf(config, name)])),
});

function optionOf(config: DataNodeConfig, name: string): unknown {
  if (name === "default_data") return config.defaultData ?? null;
  // A function, which Taipy cannot show either.
  if (name === "write_query") return null;
  return shownValue(config.properties[name] ?? null, name);
}
