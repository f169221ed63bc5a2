import { text } from "../../core/entities/fields.ts";
import { tableOf } from "../../core/entities/table.ts";

/** Who uses an entity: tasks use data nodes; scenarios and sequences use tasks; scenarios use additional data nodes. */
export const parentTable = tableOf("parents", ["child_id", "parent_id"], { child_id: text(), parent_id: text() });
