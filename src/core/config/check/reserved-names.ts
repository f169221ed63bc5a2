/** What Taipy's task objects answer to: a data node of this name would hide it. */
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

/** What Taipy's scenario objects answer to: a data node or a task of this name would hide it. */
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
