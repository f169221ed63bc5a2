import type { Edit } from "../../core/entities/edit.ts";
import { TaipyError, unwrap } from "../../core/errors.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import { keepsFractions } from "../../core/storage-types.ts";
import { withoutFractions } from "../../core/values/exact/whole-fraction.ts";
import {
  type Author,
  type LockCheckDeps,
  type LogFields,
  type RecordEditDeps,
  recordEdit,
  tryToRecordEdit,
  writableDataNode,
} from "./record-edit.ts";

export interface AppendValueDeps extends RecordEditDeps, LockCheckDeps {
  readonly values: Pick<DataNodeContents, "append">;
}

export interface AppendValueInput extends Author {
  readonly id: string;
  readonly value: unknown;
  readonly logFields: LogFields;
}

/** Each attempt that is overtaken means that another write has succeeded. */
const MAX_ATTEMPTS = 100;

/**
 * Adds to a data node's value. Values that are appended at the same time are all there afterwards: an append that another
 * write has overtaken begins again with the newer value.
 * @throws TaipyError `data_node_not_found`, `edit_locked`, `cannot_append`, `edit_number_changed` after too many attempts
 */
export async function appendValue(deps: AppendValueDeps, input: AppendValueInput): Promise<Stored<Edit>> {
  const { id, editor_id, caller, comment, logFields } = input;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const data_node = await writableDataNode(deps, id, input);
    const value = keepsFractions(data_node.storage_type) ? input.value : withoutFractions(input.value);
    const payload = await deps.values.append(data_node, value);
    const command = { data_node, payload, editor_id, caller, comment };
    // The other system has it now and keeps concurrent writes apart by itself.
    if (payload.tier === "outside") return recordEdit(deps, command, logFields);
    const expected_edit_number = data_node.edit_number;
    const outcome = await tryToRecordEdit(deps, { ...command, expected_edit_number }, logFields);
    if (outcome.ok || outcome.error.code !== "edit_number_changed") return unwrap(outcome);
  }
  throw new TaipyError("edit_number_changed", `Data node ${id} is written too often to append to it. Try again.`);
}
