import { table } from "../../core/entities/table.ts";
import type { Parent } from "../../core/planning/creation-plan.ts";

/** Who uses an entity: tasks use data nodes; scenarios and sequences use tasks; scenarios use additional data nodes. */
export const parentTable = table<Parent>("parents", ["child_id", "parent_id"], {
  child_id: "text",
  parent_id: "text",
});
