import type { Edit } from "../../core/entities/edit.ts";
import { HalfDoneError, TaipyError, unwrap } from "../../core/errors.ts";
import { faultOf } from "../../core/faults/fault.ts";
import { FAULT_TEXTS } from "../../core/faults/fault-texts.ts";
import type { FaultCode } from "../../core/faults/patterns.ts";
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
 * @throws TaipyError `data_node_not_found`, `edit_locked`, `cannot_append`, `too_many_changes` after too many attempts
 */
export async function appendValue(deps: AppendValueDeps, input: AppendValueInput): Promise<Stored<Edit>> {
  const { id, editor_id, caller, comment, logFields } = input;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const data_node = await writableDataNode(deps, id, input);
    const value = keepsFractions(data_node.storage_type) ? input.value : withoutFractions(input.value);
    const payload = await deps.values.append(data_node, value);
    const command = { data_node, payload, editor_id, caller, comment };
    // The other system has it now and keeps concurrent writes apart by itself.
    if (payload.tier === "outside") return recordAppended(deps, command, logFields);
    const expected_edit_number = data_node.edit_number;
    const outcome = await tryToRecordEdit(deps, { ...command, expected_edit_number }, logFields);
    if (outcome.ok || outcome.error.code !== "edit_number_changed") return unwrap(outcome);
  }
  throw new TaipyError("too_many_changes", `Data node ${id} is written too often to append to it. Try again.`);
}

/** Records rows that another system has taken already. A failure says that the request must not be repeated. */
async function recordAppended(...[deps, command, logFields]: Parameters<typeof recordEdit>): Promise<Stored<Edit>> {
  try {
    return await recordEdit(deps, command, logFields);
  } catch (error) {
    const refusal = error instanceof TaipyError ? error : null;
    const code = refusal?.code ?? faultOf(error);
    if (code === null) throw error;
    const why = refusal?.message ?? FAULT_TEXTS[code as FaultCode];
    const text = `The rows were appended, and must not be appended again, but their edit was not recorded: ${why}`;
    throw new HalfDoneError(code, text, { ...(refusal?.details && { details: refusal.details }), cause: error });
  }
}
