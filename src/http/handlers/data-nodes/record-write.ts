import type { DataNodeSnapshot } from "../../../core/entities/data-node.ts";
import type { Edit } from "../../../core/entities/edit.ts";
import type { PayloadRef } from "../../../core/entities/payload.ts";
import { type Outcome, TaipyError, unwrap } from "../../../core/errors.ts";
import { writeRefusal } from "../../../core/jobs/edit-lock.ts";
import type { Stored, WriteCommand } from "../../../core/ports/orchestrator.ts";
import { formatTime } from "../../../core/time.ts";
import type { Call } from "../../pipeline/action.ts";

/** A new payload as an edit. When the node's object refuses it, nothing of it is left behind. */
export async function recordWrite(call: Call, command: WriteCommand): Promise<Stored<Edit>> {
  return unwrap(await tryToRecord(call, command));
}

/** As {@link recordWrite}, with the refusal as data. */
export async function tryToRecord(call: Call, command: WriteCommand): Promise<Outcome<Stored<Edit>>> {
  const outcome = await write(call, command);
  if (outcome.ok) return outcome;
  // That the node is gone may have shown only when its object had taken the value: a job may be reading it.
  if (outcome.error.code === "data_node_not_found") await discardLater(call, command.payload);
  else await discard(call, command.payload);
  return outcome;
}

/** Removes a payload that no edit points at. What can't be removed now costs space, not the answer. */
export async function discard({ deps, requestId }: Call, { key }: PayloadRef): Promise<void> {
  if (key === null) return;
  try {
    await deps.content.discard([key]);
  } catch (error) {
    deps.log("payload_left_behind", { request_id: requestId, key, error: String(error) });
  }
}

async function write(call: Call, command: WriteCommand): Promise<Outcome<Stored<Edit>>> {
  try {
    return await call.deps.orchestrators(command.data_node.domain).writeDataNode(command);
  } catch (error) {
    // Nobody knows whether the object has taken it: the sweep will.
    await discardLater(call, command.payload);
    throw error;
  }
}

async function discardLater({ deps, requestId }: Call, payload: PayloadRef): Promise<void> {
  await deps.discardLater([payload]).catch((reason: unknown) => {
    deps.log("payload_left_behind", { request_id: requestId, key: payload.key, error: String(reason) });
  });
}

/**
 * Refuses what the node's object would refuse, as far as the database knows. For writes that cannot be taken back, or that
 * would cost much before they are refused.
 */
export function refuseLocked({ deps }: Call, dataNode: DataNodeSnapshot, editor_id: string | null): void {
  const holder = writeRefusal(dataNode, editor_id, formatTime(deps.clock()));
  if (holder === null) return;
  const message = `DataNode ${dataNode.id} is being edited by ${holder.editor_id} until ${holder.until}.`;
  throw new TaipyError("edit_locked", message, {
    details: { editor_id: holder.editor_id, editor_expiration_date: holder.until },
  });
}
