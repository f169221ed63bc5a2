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

/** Ids of entities are taken apart at these words. */
export const RESTRICTED_TERMS = ["CYCLE", "SCENARIO", "SEQUENCE", "TASK", "DATANODE"] as const;

export const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if " +
    "import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
