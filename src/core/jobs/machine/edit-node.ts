import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Edit } from "../../entities/edit.ts";
import { type Outcome, refuse } from "../../errors.ts";
import { refuseMissing } from "../../missing.ts";
import type { WriteCommand } from "../../ports/orchestrator.ts";
import { MICROSECONDS_PER_MILLISECOND, type Microseconds, timeOf } from "../../time.ts";
import { type LockHolder, lockByEditor, unlockByEditor, withJobLocks, writeRefusal } from "../edit-lock.ts";
import type { Draft, NodeRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { importNode, writeNode } from "./nodes.ts";
import { release } from "./settle.ts";

/** A write by hand: ends the writer's own lock, is refused by another editor's, and leaves the locks of jobs alone. */
export function acceptWrite(transaction: Transaction, command: WriteCommand): Outcome<Edit> {
  return edit<Edit>(transaction, command.data_node, (record) => {
    const { editor_id, payload } = command;
    const isHolder = editor_id !== null && record.node.editor_id === editor_id;
    const comment = command.comment ?? (isHolder ? record.lock_comment : null);
    const holder = writeRefusal(record.node, editor_id, transaction.now);
    if (holder !== null) return locked(record, holder);
    const { edit_number } = record.node;
    if (edit_number !== (command.expected_edit_number ?? edit_number)) return overtaken(record);
    const unlocked = unlockByEditor(record.node, null, transaction.now);
    if (unlocked.ok) record.node = { ...record.node, ...unlocked.state };
    record.lock_comment = null;
    return { ok: true, value: writeNode(transaction, record, payload, { job_id: null, editor_id, comment }) };
  });
}

export function lockDataNode(
  transaction: Transaction,
  snapshot: DataNodeSnapshot,
  editorId: string,
  duration: Microseconds,
  comment: string | null,
): Outcome<DataNodeSnapshot> {
  return edit<DataNodeSnapshot>(transaction, snapshot, (record) => {
    const outcome = lockByEditor(record.node, editorId, transaction.now, duration);
    if (!outcome.ok) return locked(record, outcome);
    const isRenewal = record.node.editor_id === editorId;
    record.node = { ...record.node, ...outcome.state };
    record.lock_comment = comment ?? (isRenewal ? record.lock_comment : null);
    return { ok: true, value: record.node };
  });
}

/** @param editorId null = the holder of the lock, whichever editor that is */
export function unlockDataNode(
  transaction: Transaction,
  snapshot: DataNodeSnapshot,
  editorId: string | null,
): Outcome<DataNodeSnapshot> {
  return edit<DataNodeSnapshot>(transaction, snapshot, (record) => {
    const outcome = unlockByEditor(record.node, editorId, transaction.now);
    if (!outcome.ok) return locked(record, outcome);
    const state = withJobLocks(outcome.state, transaction.queueAt(snapshot.id).holders.length);
    record.node = { ...record.node, ...state };
    return { ok: true, value: record.node };
  });
}

export const noDataNode = (id: string): Outcome<never> => refuseMissing("data_node", id);

function edit<T>(
  transaction: Transaction,
  snapshot: DataNodeSnapshot,
  change: (record: Draft<NodeRecord>) => Outcome<T>,
): Outcome<T> {
  const record = importNode(transaction, snapshot);
  if (record.deleted) return noDataNode(snapshot.id);
  const wasLocked = record.node.editor_id !== null;
  const outcome = change(record);
  if (!outcome.ok) return outcome;
  transaction.changeNode(record);
  watchEditorLock(transaction, record, wasLocked);
  release(transaction, [snapshot.id]);
  return outcome;
}

/** Sets or clears the timer that ends an editor's lock. */
function watchEditorLock(transaction: Transaction, { node }: NodeRecord, wasLocked: boolean): void {
  const { id, editor_id, editor_expiration_date } = node;
  if (editor_id !== null && editor_expiration_date !== null) {
    const due = Math.floor(timeOf(editor_expiration_date) / MICROSECONDS_PER_MILLISECOND) + 1;
    transaction.setTimer({ kind: "editor_lock", id, due });
  } else if (wasLocked) transaction.clearTimer("editor_lock", id);
}

function overtaken({ node: { id, edit_number } }: NodeRecord): Outcome<never> {
  const message = `DataNode ${id} was written meanwhile: its newest edit is number ${edit_number}. Try again.`;
  return refuse("edit_number_changed", message, { edit_number });
}

function locked(record: NodeRecord, { editor_id, until }: LockHolder): Outcome<never> {
  const message = `DataNode ${record.node.id} is being edited by ${editor_id} until ${until}.`;
  return refuse("edit_locked", message, { editor_id, editor_expiration_date: until, comment: record.lock_comment });
}
