import * as z from "zod";
import type { DataNodeConfig } from "../../../core/config/app-types.ts";
import { shownValue } from "../../../core/config/secrets/shown-values.ts";
import { SCOPES } from "../../../core/entities/data-node.ts";
import { STORAGE_TYPE_ROWS } from "../../../core/storage-types.ts";
import { jsonOfValue } from "../../../core/values/json-value.ts";
import { deleteDataNode } from "../../../usecases/data-nodes/delete-data-node.ts";
import { configId, requiredConfigId } from "../../input/query.ts";
import { createdAnswer, storedAnswer } from "../../output/answers.ts";
import { ENTITY_NAMES } from "../../output/entity-names.ts";
import { action } from "../../pipeline/action.ts";
import { deletedText } from "../entities/entities.ts";

/** Gets or creates the data node of a configuration; it has no owner. */
export const createDataNodeAction = action({
  query: () => z.object({ config_id: configId() }),
  answer: { kind: "created", of: "data_node" },
  description: "Data nodes of the scopes `CYCLE` and `GLOBAL` are found when they exist.",
  errors: ["config_id_missing", "data_node_config_not_found", "invalid_value", "configuration_changed"],
  handle: async ({ deps }, query) => {
    const config_id = requiredConfigId(query.config_id);
    const entity = await deps.entityWriter.createDataNode(config_id);
    const config = deps.app.dataNodes.get(config_id);
    const { noun, key } = ENTITY_NAMES.data_node;
    return createdAnswer(noun, key, config === undefined ? entity : withConfig(entity, config));
  },
});

export const deleteDataNodeAction = action({
  answer: { kind: "message" },
  errors: ["data_node_not_found"],
  handle: async ({ deps, id }) => {
    const { stored } = await deleteDataNode(deps, id);
    return storedAnswer(stored, { message: deletedText("data_node", id) });
  },
});

/** Taipy answers a creation with the configuration (numeric scope, constant name); this answer has the entity's fields, too. */
function withConfig(entity: string, config: DataNodeConfig): string {
  const options = STORAGE_TYPE_ROWS[config.storageType].shown.map((name) => [name, optionOf(config, name)]);
  return jsonOfValue({
    ...(JSON.parse(entity) as Readonly<Record<string, unknown>>),
    name: "DATA_NODE",
    storage_type: config.storageType,
    scope: SCOPES.indexOf(config.scope) + 1,
    ...Object.fromEntries(options),
  });
}

function optionOf(config: DataNodeConfig, name: string): unknown {
  if (name === "default_data") return config.defaultData ?? null;
  // A function, which Taipy cannot show either.
  if (name === "write_query") return null;
  return shownValue(config.properties[name] ?? null, name);
}
