/** Attributes of Taipy's task objects. A data node with one of these names would hide the attribute. */
export const TASK_ATTRIBUTES: ReadonlySet<string> = new Set([
  "config_id",
  "data_nodes",
  "function",
  "input",
  "output",
  "owner_id",
  "parent_ids",
  "properties",
  "scope",
  "skippable",
  "version",
]);

/** Attributes of Taipy's scenario objects. A data node or a task with one of these names would hide the attribute. */
export const SCENARIO_ATTRIBUTES: ReadonlySet<string> = new Set([
  "additional_data_nodes",
  "config_id",
  "creation_date",
  "cycle",
  "data_nodes",
  "is_primary",
  "name",
  "owner_id",
  "properties",
  "sequences",
  "subscribers",
  "tags",
  "tasks",
  "version",
]);

export const RESERVED_PROPERTY = "_entity_owner";
