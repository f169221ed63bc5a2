import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Edit } from "../../core/entities/edit.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import { type Outcome, TaipyError, unwrap } from "../../core/errors.ts";
import { type Editor, lockedText, writeRefusal } from "../../core/jobs/edit-lock.ts";
import { existing } from "../../core/missing.ts";
import type { ContentStore } from "../../core/ports/content-store.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Garbage } from "../../core/ports/garbage.ts";
import type { Orchestrators, Stored, WriteCommand } from "../../core/ports/orchestrator.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";

// The steps that all writes of a value share: check the lock, store the payload, record the edit, discard the payload
// when the edit is refused.

/** Who writes, and why. */
export interface Author extends Editor {
  readonly comment: string | null;
}

/** Fields of every log line that a write causes, such as the id of its request. */
export type LogFields = Readonly<Record<string, string>>;

export interface LockCheckDeps {
  readonly clock: Clock;
  readonly entityReader: Pick<EntityReader, "dataNode">;
}

export interface DiscardDeps {
  readonly content: Pick<ContentStore<unknown>, "discard">;
  readonly log: Log;
}

export interface RecordEditDeps extends DiscardDeps, Garbage {
  readonly orchestrators: Orchestrators;
}

/**
 * Refuses what the node's object would refuse, as far as the database knows. For writes that cannot be taken back, or that
 * would cost much before they are refused.
 * @throws TaipyError `edit_locked`
 */
export function refuseLocked({ clock }: Pick<LockCheckDeps, "clock">, dataNode: DataNodeSnapshot, editor: Editor) {
  const holder = writeRefusal(dataNode, editor, formatTime(clock()));
  if (holder === null) return;
  throw new TaipyError("edit_locked", lockedText(dataNode, holder, editor.caller), {
    details: { editor_id: holder.editor_id, editor_expiration_date: holder.until },
  });
}

/**
 * The data node as D1 has it now, if this editor may write it.
 * @throws TaipyError `data_node_not_found` or `edit_locked`
 */
export async function writableDataNode(deps: LockCheckDeps, id: string, editor: Editor) {
  const dataNode = existing("data_node", id, await deps.entityReader.dataNode(id));
  refuseLocked(deps, dataNode, editor);
  return dataNode;
}

/**
 * Records a stored payload as the node's next edit. When the node's object refuses it, the payload is discarded.
 * @throws TaipyError with the refusal
 */
export async function recordEdit(
  deps: RecordEditDeps,
  command: WriteCommand,
  logFields: LogFields,
): Promise<Stored<Edit>> {
  return unwrap(await tryToRecordEdit(deps, command, logFields));
}

/** As {@link recordEdit}, with the refusal as data. */
export async function tryToRecordEdit(
  deps: RecordEditDeps,
  command: WriteCommand,
  logFields: LogFields,
): Promise<Outcome<Stored<Edit>>> {
  const outcome = await commit(deps, command, logFields);
  if (outcome.ok) return outcome;
  // The object may find out that the node is gone only after it has taken the value: a job may be reading it.
  if (outcome.error.code === "data_node_not_found") await markGarbage(deps, command.payload, logFields);
  else await discardPayload(deps, command.payload, logFields);
  return outcome;
}

async function commit(
  deps: RecordEditDeps,
  command: WriteCommand,
  logFields: LogFields,
): Promise<Outcome<Stored<Edit>>> {
  try {
    return await deps.orchestrators(command.data_node.domain).writeDataNode(command);
  } catch (error) {
    // The object may have taken the payload: the sweep finds out.
    await markGarbage(deps, command.payload, logFields, true);
    throw error;
  }
}

/** Removes a payload that no edit points at. If that fails the payload stays, which costs only its storage. */
export async function discardPayload(
  { content, log }: DiscardDeps,
  { key }: PayloadRef,
  logFields: LogFields,
): Promise<void> {
  if (key === null) return;
  try {
    await content.discard([key]);
  } catch (error) {
    log("payload_left_behind", { ...logFields, key, error: String(error) });
  }
}

async function markGarbage(
  { discardLater, log }: RecordEditDeps,
  payload: PayloadRef,
  logFields: LogFields,
  mayCount?: true,
): Promise<void> {
  try {
    await discardLater([payload], mayCount);
  } catch (error) {
    log("payload_left_behind", { ...logFields, key: payload.key, error: String(error) });
  }
}
