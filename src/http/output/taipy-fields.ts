import type { ENTITY_FIELDS, EntityKind } from "../../core/entities/kinds.ts";

/** The kinds of entities that Taipy's API has. */
export type TaipyKind = Exclude<EntityKind, "submission">;

// docs/decisions/078-a-table-of-taipys-keys.md
/** The keys of each entity that Taipy's server answers, in its order. A field that is not named here is an addition. */
export const TAIPY_FIELDS = {
  cycle: ["id", "name", "frequency", "properties", "creation_date", "start_date", "end_date"],
  scenario: [
    "id",
    "cycle",
    "creation_date",
    "primary_scenario",
    "properties",
    "sequences",
    "subscribers",
    "tags",
    "version",
  ],
  sequence: ["id", "owner_id", "parent_ids", "tasks", "version", "properties", "subscribers"],
  task: [
    "id",
    "config_id",
    "owner_id",
    "parent_ids",
    "input_ids",
    "function_name",
    "function_module",
    "output_ids",
    "version",
  ],
  data_node: [
    "id",
    "config_id",
    "scope",
    "storage_type",
    "owner_id",
    "parent_ids",
    "last_edit_date",
    "version",
    "validity_days",
    "validity_seconds",
    "edit_in_progress",
  ],
  job: ["id", "status", "force", "creation_date", "stacktrace"],
} as const satisfies { readonly [Kind in TaipyKind]: readonly (keyof (typeof ENTITY_FIELDS)[Kind])[] };
