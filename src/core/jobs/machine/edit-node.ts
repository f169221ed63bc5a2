import { type Caller, UNKNOWN_CALLER } from "../../access/identity.ts";
import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Edit } from "../../entities/edit.ts";
import { type Outcome, refuse } from "../../errors.ts";
import { refuseMissing } from "../../missing.ts";
import type { WriteCommand } from "../../ports/orchestrator.ts";
import { MICROSECONDS_PER_MILLISECOND, type Microseconds, timeOf } from "../../time.ts";
import {
  type Editor,
  type LockHolder,
  lockByEditor,
  lockedText,
  unlockByEditor,
  withJobLocks,
  writeRefusal,
} from "../edit-lock.ts";
import type { Draft, NodeRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { importNode, writeNode } from "./nodes.ts";
import { release } from "./settle.ts";

/** A write by hand: ends the writer's own lock, is refused by another editor's, and leaves the locks of jobs alone. */
export function acceptWrite(transaction: Transaction, command: WriteCommand): Outcome<Edit> {
  const { editor_id, payload, caller = UNKNOWN_CALLER } = command;
  return edit<Edit>(transaction, command.data_node, caller, (record) => {
    const editor = { editor_id, caller };
    const isHolder = editor_id !== null && record.node.editor_id === editor_id;
    const comment = command.comment ?? (isHolder ? record.lock_comment : null);
    const holder = writeRefusal(record.node, editor, transaction.now);
    if (holder !== null) return locked(record, holder, caller);
    const { edit_number } = record.node;
    if (edit_number !== (command.expected_edit_number ?? edit_number)) return overtaken(record);
    const unlocked = unlockByEditor(record.node, editor, transaction.now);
    if (unlocked.ok) record.node = { ...record.node, ...unlocked.state };
    record.lock_comment = null;
    const author = { job_id: null, editor_id, actor: caller.actor, comment };
    return { ok: true, value: writeNode(transaction, record, payload, author) };
  });
}

/** What an editor's lock is made of. */
export interface Reservation {
  readonly editor_id: string;
  readonly duration: Microseconds;
  readonly comment: string | null;
  readonly caller: Caller;
}

export function lockDataNode(
  transaction: Transaction,
  snapshot: DataNodeSnapshot,
  { editor_id, duration, comment, caller }: Reservation,
): Outcome<DataNodeSnapshot> {
  return edit<DataNodeSnapshot>(transaction, snapshot, caller, (record) => {
    const outcome = lockByEditor(record.node, { editor_id, caller }, transaction.now, duration);
    if (!outcome.ok) return locked(record, outcome, caller);
    const isRenewal = record.node.editor_id === editor_id;
    record.node = { ...record.node, ...outcome.state };
    record.lock_comment = comment ?? (isRenewal ? record.lock_comment : null);
    return { ok: true, value: record.node };
  });
}

/** Without a name it ends the lock of the editor that holds it. */
export function unlockDataNode(
  transaction: Transaction,
  snapshot: DataNodeSnapshot,
  editor: Editor,
): Outcome<DataNodeSnapshot> {
  return edit<DataNodeSnapshot>(transaction, snapshot, editor.caller, (record) => {
    const outcome = unlockByEditor(record.node, editor, transaction.now);
    if (!outcome.ok) return locked(record, outcome, editor.caller);
    const state = withJobLocks(outcome.state, transaction.queueAt(snapshot.id).holders.length);
    record.node = { ...record.node, ...state };
    return { ok: true, value: record.node };
  });
}

export const noDataNode = (id: string): Outcome<never> => refuseMissing("data_node", id);

function edit<T>(
  transaction: Transaction,
  snapshot: DataNodeSnapshot,
  { audit }: Caller,
  change: (record: Draft<NodeRecord>) => Outcome<T>,
): Outcome<T> {
  const record = importNode(transaction, snapshot);
  if (record.deleted) return noDataNode(snapshot.id);
  // Made by release 0.1.0, which keeps the caller of an earlier one.
  if (record.actor_until !== record.node.editor_expiration_date) record.node = { ...record.node, editor_actor: null };
  const wasLocked = record.node.editor_id !== null;
  const outcome = change(record);
  if (!outcome.ok) return outcome;
  record.actor_until = record.node.editor_expiration_date;
  transaction.changeNode(record);
  watchEditorLock(transaction, record, wasLocked);
  release(transaction, [snapshot.id]);
  if (audit !== undefined) transaction.post("audit", audit.id, audit);
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

function locked({ node, lock_comment }: NodeRecord, holder: LockHolder, caller: Caller): Outcome<never> {
  const { editor_id, until } = holder;
  const details = { editor_id, editor_expiration_date: until, comment: lock_comment };
  return refuse("edit_locked", lockedText(node, holder, caller), details);
}
