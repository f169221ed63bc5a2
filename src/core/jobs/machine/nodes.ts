import { configuredPath, type DataNodeSnapshot, leavesPath, withOwnFile } from "../../entities/data-node.ts";
import type { Edit } from "../../entities/edit.ts";
import type { PayloadRef } from "../../entities/payload.ts";
import { initialEdit, newestEdit } from "../../values/history.ts";
import type { JobsView } from "../state/jobs-state.ts";
import type { Draft, NodeRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { release } from "./settle.ts";

/** Who wrote, for an edit. */
export interface EditAuthor {
  readonly job_id: string | null;
  readonly editor_id: string | null;
  readonly actor: string | null;
  readonly comment: string | null;
}

/**
 * Takes over a node as D1 shows it. The object's own record of its own nodes is newer, but for a file at a path that
 * several nodes may share: the latest write counts, whichever node it was made through.
 */
export function importNode(transaction: Transaction, snapshot: DataNodeSnapshot): Draft<NodeRecord> {
  const known = transaction.node(snapshot.id);
  const { as_of = 0, ...read } = snapshot;
  // An object that has lost its state begins above what D1 has.
  if (!transaction.isForeign(snapshot)) transaction.raiseRevision(Math.max(as_of, snapshot.revision));
  if (known !== null && !isNewer(transaction, snapshot)) return known;
  const node = known === null || transaction.isForeign(snapshot) ? read : withValueOf(known.node, snapshot);
  if (!transaction.isForeign(node)) transaction.count({ highestEdit: node.edit_number });
  const record = {
    node,
    deleted: known?.deleted ?? false,
    lock_comment: known?.lock_comment ?? null,
    actor_until: known === null ? node.editor_expiration_date : known.actor_until,
  };
  transaction.importNode(record);
  return record;
}

/** Records a write: a new edit with its value, which becomes the current one. The first write records the initial file, too. */
export function writeNode(
  transaction: Transaction,
  record: Draft<NodeRecord>,
  payload: PayloadRef,
  author: EditAuthor,
): Edit {
  const { id } = record.node;
  const initial = initialEdit(record.node);
  if (initial !== null) transaction.post("edit", `${id}#${initial.number}`, initial);
  const number = Math.max(newestEdit(record.node), transaction.counters.editFloor) + 1;
  const edit: Edit = { data_node_id: id, number, timestamp: transaction.now, ...author, ...payload };
  const node = leavesPath(record.node) ? withOwnFile(record.node) : record.node;
  record.node = { ...node, edit_number: number, last_edit_date: transaction.now, payload };
  transaction.changeNode(record);
  // Of a deleted node, too: D1 then reports that the node is gone, and its value is swept.
  transaction.post("edit", `${id}#${number}`, edit);
  const path = record.deleted ? null : configuredPath(node.properties);
  if (path !== null) transaction.post("file", path, { path, modified: transaction.now, ...payload });
  return edit;
}

/** D1 does not have these data nodes any more: they were deleted with what owned them. */
export function noteDeleted(transaction: Transaction, ids: readonly string[]): void {
  for (const id of ids) markGone(transaction, id);
  release(transaction, ids);
}

/** Whether nodes of other domains have changed since this object read them last, or a job waits for one of them. */
export function isNews(view: JobsView, ids: readonly string[], snapshots: readonly DataNodeSnapshot[]): boolean {
  return (
    snapshots.some((snapshot) => isNewer(view, snapshot)) ||
    ids.some((id) => view.node(id) !== null && !snapshots.some((snapshot) => snapshot.id === id)) ||
    ids.some((id) => view.queueAt(id).waiters.length > 0)
  );
}

/** Takes over nodes of other domains as D1 shows them, and settles the jobs that wait for them. */
export function takeOver(
  transaction: Transaction,
  ids: readonly string[],
  snapshots: readonly DataNodeSnapshot[],
): void {
  const found = new Set(snapshots.map((snapshot) => importNode(transaction, snapshot).node.id));
  for (const id of ids) if (!found.has(id)) markGone(transaction, id);
  release(transaction, ids);
}

function markGone(transaction: Transaction, id: string): void {
  const record = transaction.node(id);
  if (record === null) return;
  record.deleted = true;
  transaction.changeNode(record);
}

/** Whether D1's row of a node holds something that this object does not know. */
function isNewer(view: JobsView, snapshot: DataNodeSnapshot): boolean {
  const known = view.node(snapshot.id)?.node;
  if (known === undefined) return true;
  if (view.isForeign(snapshot) && snapshot.revision > known.revision) return true;
  // D1 may not have heard yet that the node has a file of its own.
  const isShared = [known, snapshot].every(({ properties }) => configuredPath(properties) !== null);
  return isShared && (snapshot.last_edit_date ?? "") > (known.last_edit_date ?? "");
}

function withValueOf(known: DataNodeSnapshot, snapshot: DataNodeSnapshot): DataNodeSnapshot {
  return { ...known, last_edit_date: snapshot.last_edit_date, payload: snapshot.payload };
}
