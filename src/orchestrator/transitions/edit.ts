import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Edit } from "../../core/entities/edit.ts";
import { type Outcome, refuse } from "../../core/errors.ts";
import {
  type LockHolder,
  lockByEditor,
  unlockByEditor,
  withJobLocks,
  writeRefusal,
} from "../../core/jobs/edit-lock.ts";
import { refuseMissing } from "../../core/missing.ts";
import type { WriteCommand } from "../../core/ports/orchestrator.ts";
import type { Microseconds } from "../../core/time.ts";
import type { Ledger } from "../state/ledger.ts";
import type { NodeRecord } from "../state/records.ts";
import { release, watchEditorLock } from "./transitions.ts";

/** A write by hand: ends the writer's own lock, is refused by somebody else's, and leaves the locks of jobs alone. */
export function writeDataNode(ledger: Ledger, command: WriteCommand): Outcome<Edit> {
  return edit<Edit>(ledger, command.data_node, (record) => {
    const { editor_id, payload } = command;
    const isHolder = editor_id !== null && record.node.editor_id === editor_id;
    const comment = command.comment ?? (isHolder ? record.lock_comment : null);
    const holder = writeRefusal(record.node, editor_id, ledger.now);
    if (holder !== null) return locked(record, holder);
    const { edit_number } = record.node;
    if (edit_number !== (command.expected_edit_number ?? edit_number)) return overtaken(record);
    const unlocked = unlockByEditor(record.node, null, ledger.now);
    if (unlocked.ok) ledger.changeNode(record, { ...record.node, ...unlocked.state });
    record.lock_comment = null;
    return { ok: true, value: ledger.writeNode(record, payload, { job_id: null, editor_id, comment }) };
  });
}

export function lockDataNode(
  ledger: Ledger,
  snapshot: DataNodeSnapshot,
  editorId: string,
  duration: Microseconds,
  comment: string | null,
): Outcome<DataNodeSnapshot> {
  return edit<DataNodeSnapshot>(ledger, snapshot, (record) => {
    const outcome = lockByEditor(record.node, editorId, ledger.now, duration);
    if (!outcome.ok) return locked(record, outcome);
    const isRenewal = record.node.editor_id === editorId;
    ledger.changeNode(record, { ...record.node, ...outcome.state });
    record.lock_comment = comment ?? (isRenewal ? record.lock_comment : null);
    return { ok: true, value: record.node };
  });
}

/** @param editorId null = whoever holds the lock */
export function unlockDataNode(
  ledger: Ledger,
  snapshot: DataNodeSnapshot,
  editorId: string | null,
): Outcome<DataNodeSnapshot> {
  return edit<DataNodeSnapshot>(ledger, snapshot, (record) => {
    const outcome = unlockByEditor(record.node, editorId, ledger.now);
    if (!outcome.ok) return locked(record, outcome);
    const state = withJobLocks(outcome.state, ledger.store.firstLock(snapshot.id) === null ? 0 : 1);
    ledger.changeNode(record, { ...record.node, ...state });
    return { ok: true, value: record.node };
  });
}

function edit<T>(ledger: Ledger, snapshot: DataNodeSnapshot, change: (record: NodeRecord) => Outcome<T>): Outcome<T> {
  const record = ledger.importNode(snapshot);
  if (record.deleted) return noDataNode(snapshot.id);
  const wasLocked = record.node.editor_id !== null;
  const outcome = change(record);
  if (!outcome.ok) return outcome;
  watchEditorLock(ledger, record, wasLocked);
  release(ledger, [snapshot.id]);
  return outcome;
}

export const noDataNode = (id: string): Outcome<never> => refuseMissing("data_node", id);

function overtaken({ node: { id, edit_number } }: NodeRecord): Outcome<never> {
  const message = `DataNode ${id} was written meanwhile: its newest edit is number ${edit_number}. Try again.`;
  return refuse("edit_number_changed", message, { edit_number });
}

function locked(record: NodeRecord, { editor_id, until }: LockHolder): Outcome<never> {
  const message = `DataNode ${record.node.id} is being edited by ${editor_id} until ${until}.`;
  return refuse("edit_locked", message, { editor_id, editor_expiration_date: until, comment: record.lock_comment });
}
