import { STORAGE_TYPES } from "../storage-types.ts";
import {
  computed,
  detail,
  flag,
  hidden,
  id,
  integer,
  member,
  number,
  orNull,
  type Properties,
  properties,
  property,
  type RowOf,
  rarely,
  recentEdits,
  revision,
  rewritten,
  startsEmpty,
  text,
  texts,
  time,
  version,
  word,
} from "./fields.ts";
import type { PayloadRef } from "./payload.ts";
import { tableOf } from "./table.ts";

export const SCOPES = ["SCENARIO", "CYCLE", "GLOBAL"] as const;
export type ScopeName = (typeof SCOPES)[number];

/** One value, or a reference to one. D1 owns what never changes, the orchestrator object of the domain owns the state. */
export const dataNodeFields = {
  id: id("Unique.", "DATANODE_model_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  config_id: id("The configuration that it was made from.", "model"),
  name: property("Its property `name`; null when it has none."),
  scope: member("Scope", SCOPES, "Who shares it: one scenario, the scenarios of a cycle, or all."),
  storage_type: word(STORAGE_TYPES, "How its value is stored."),
  owner_id: orNull(text("The scenario or the cycle that it belongs to; null when it is global.")),
  parent_ids: computed(texts("Ids of the tasks and scenarios that use it.")),
  last_edit_date: rewritten(orNull(time("When its value was written last; null = never."))),
  job_ids: computed(texts("Jobs among the writers of its last 20 edits, the oldest first.")),
  version: version(),
  validity_days: rarely(number("Whole days of its validity period; null = it does not expire.")),
  validity_seconds: rarely(number("The seconds that remain of its validity period.")),
  cacheable: computed(flag()),
  edit_in_progress: flag("Whether a job or an editor is writing it."),
  editor_id: rarely(text("The editor who has reserved it.")),
  editor_expiration_date: rarely(time("When the reservation ends.")),
  validity_period: computed(orNull(integer("The validity period in seconds; null = it does not expire."))),
  expiration_date: computed(orNull(time("When its value expires, or was written when it does not expire."))),
  is_valid: computed(flag("Whether it has a value that has not expired.")),
  is_ready_for_reading: computed(flag("Whether it has a value that nobody is writing.")),
  edits: computed(recentEdits("Its last 20 edits, the oldest first.")),
  properties: properties(),
  editor_actor: hidden(startsEmpty(orNull(text("The caller who made the reservation: `<kind>:<id>`.")))),
  is_up_to_date: detail(
    computed(flag("Whether it is valid and nothing that it was made from has been written since. Not in lists.")),
  ),
  domain: hidden(text("The name of the orchestrator object that owns its state.")),
  edit_number: hidden(integer("The number of the newest edit, 0 when there is none.", 0)),
  revision: revision(),
};
export type DataNode = RowOf<typeof dataNodeFields>;

/** What writes and locks change. The orchestrator object of the domain owns it; D1 holds a copy. */
export const DATA_NODE_STATE = [
  "last_edit_date",
  "edit_number",
  "edit_in_progress",
  "editor_id",
  "editor_expiration_date",
  "editor_actor",
] as const satisfies readonly (keyof DataNode)[];
export type DataNodeState = Pick<DataNode, (typeof DATA_NODE_STATE)[number]>;

/** What never changes after creation, except that a write may give the node a file of its own. D1 owns it. */
export type DataNodeIdentity = Omit<DataNode, keyof DataNodeState | "revision">;

/** A data node and the reference to its current value (null = no value), as orchestrator objects and readers need it. */
export interface DataNodeSnapshot extends DataNode {
  payload: PayloadRef | null;
  /** The counter of the node's domain in D1 when this was read there; a Worker of an earlier release does not say. */
  as_of?: number;
}

export const dataNodeTable = tableOf("data_nodes", ["id"], dataNodeFields);

/** The path that the application gave a file node, or null when the file is managed (`is_generated`). */
export function configuredPath(properties: Properties): string | null {
  const path = properties.path ?? properties.default_path;
  return typeof path === "string" && properties.is_generated !== true ? path : null;
}

// docs/decisions/110-a-default-file-is-copied-on-write.md
/**
 * Whether a write gives the node a file of its own in the place of the one at its path: a default file belongs to all scenarios
 * (or cycles), unless the configuration says `shared_path`. The file at an explicit `path`, and that of a global node, is one
 * for all who name it.
 */
export function leavesPath({ scope, properties }: Pick<DataNode, "scope" | "properties">): boolean {
  const { default_path, shared_path } = properties;
  if (scope === "GLOBAL" || shared_path === true || typeof default_path !== "string") return false;
  return configuredPath(properties) === default_path || default_path.startsWith("ENV[");
}

/** A node with a file of its own; its `path` still names the default file. */
export const withOwnFile = <Node extends Pick<DataNode, "properties">>(node: Node): Node => ({
  ...node,
  properties: { ...node.properties, is_generated: true },
});
