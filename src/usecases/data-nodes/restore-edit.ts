import type { Edit } from "../../core/entities/edit.ts";
import { unwrap } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { Orchestrators, Stored } from "../../core/ports/orchestrator.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import { asOfEdit, type ReadAsOfDeps } from "./read-as-of.ts";
import type { Author } from "./record-edit.ts";

export interface RestoreEditDeps extends ReadAsOfDeps {
  readonly orchestrators: Orchestrators;
  readonly values: Pick<DataNodeContents, "conforms">;
}

export interface RestoreEditInput extends Author {
  readonly id: string;
  /** The edit whose value is written again. */
  readonly number: number;
}

/**
 * Writes an older value again, as a new edit. Both edits share one payload, so a refusal discards nothing.
 * @throws TaipyError `data_node_not_found`, `edit_not_found`, `value_outside`, `edit_value_removed`,
 *   `schema_mismatch` or `edit_locked`
 */
export async function restoreEdit(deps: RestoreEditDeps, input: RestoreEditInput): Promise<Stored<Edit>> {
  const { id, number, editor_id, caller } = input;
  const data_node = existing("data_node", id, await deps.entityReader.dataNode(id));
  const former = await asOfEdit(deps, data_node, number);
  const { payload } = former;
  if (payload === null) throw new Error("A node as of an edit has a payload");
  await deps.values.conforms(former);
  const comment = input.comment ?? `Restored from edit ${number}.`;
  const orchestrator = deps.orchestrators(data_node.domain);
  return unwrap(await orchestrator.writeDataNode({ data_node, payload, editor_id, caller, comment }));
}
