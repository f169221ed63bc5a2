import { configuredPath, type DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Edit } from "../../entities/edit.ts";
import type { Stand, StoredNode } from "../../ports/outbox-database.ts";
import { initialEdit } from "../../values/history.ts";
import type { Draft, NodeRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import type { InFlight } from "./in-flight.ts";

/** An edit that D1 has not got, under its new number: D1 has another one with the number that it had. */
export interface Renumbered {
  readonly from: number;
  readonly edit: Edit;
}

interface Needed extends InFlight {
  /** Edits that D1 has not confirmed. */
  readonly edits: readonly Edit[];
}

/**
 * The data nodes in flight, when D1 is not as the object left it. The object's value stays where D1 has yet to get it, or has lost
 * it and work in flight has read or written it; else D1's counts. Reservations and locks are the object's.
 */
export function followNodes(transaction: Transaction, { dataNodes }: Stand, needed: Needed): Renumbered[] {
  const stored = new Map(dataNodes.map((node) => [node.id, node]));
  const unsent = new Map<string, Edit[]>();
  for (const edit of needed.edits) unsent.set(edit.data_node_id, [...(unsent.get(edit.data_node_id) ?? []), edit]);
  return needed.dataNodes.flatMap((id) => {
    const record = transaction.node(id);
    const node = stored.get(id);
    if (record === null) return [];
    transaction.changeNode(record);
    if (node === undefined) {
      record.deleted = true;
      return [];
    }
    const edits = unsent.get(id) ?? [];
    if (edits.length > 0) {
      const numbers = edits.map(({ number }) => number);
      sendInitial(transaction, node, numbers);
      return renumber(record, node, edits);
    }
    if (needed.values.has(id) && sendValue(transaction, record, node, needed)) return [];
    const { edit_number, last_edit_date, payload, properties } = node;
    record.node = { ...record.node, edit_number, last_edit_date, payload, properties };
    record.deleted = false;
    return [];
  });
}

/** Edits get numbers above those that D1 has, unless the newest of these is one of them. */
function renumber(record: Draft<NodeRecord>, node: StoredNode, edits: readonly Edit[]): Renumbered[] {
  const first = edits.reduce((lowest, { number }) => Math.min(lowest, number), Number.POSITIVE_INFINITY);
  const isOwn = edits.some(({ number, timestamp }) => number === node.newest_edit && timestamp === node.last_edit_date);
  const shift = isOwn ? 0 : Math.max(0, Math.max(node.newest_edit, node.edit_number) - (first - 1));
  if (shift === 0) return [];
  record.node = { ...record.node, edit_number: record.node.edit_number + shift };
  return edits.map((edit) => ({ from: edit.number, edit: { ...edit, number: edit.number + shift } }));
}

/** D1 gets the file that a node has begun with, when it has lost that edit with the first write. */
function sendInitial(transaction: Transaction, stored: StoredNode, later: readonly number[]): void {
  const initial = stored.newest_edit === 0 ? initialEdit(stored) : null;
  if (initial === null || later.includes(initial.number)) return;
  transaction.post("edit", `${stored.id}#${initial.number}`, initial);
}

/**
 * D1 gets a value once more that it has lost.
 * @returns whether it has
 */
function sendValue(
  transaction: Transaction,
  { node, deleted }: NodeRecord,
  stored: StoredNode,
  needed: Needed,
): boolean {
  const { payload, last_edit_date, edit_number } = node;
  if (deleted || payload === null || last_edit_date === null) return false;
  if (edit_number <= Math.max(stored.edit_number, stored.newest_edit)) return false;
  sendInitial(transaction, stored, [edit_number]);
  transaction.post("edit", `${node.id}#${edit_number}`, {
    data_node_id: node.id,
    number: edit_number,
    timestamp: last_edit_date,
    job_id: writerOf(transaction, node, needed),
    editor_id: null,
    actor: null,
    comment: null,
    ...payload,
  });
  const path = configuredPath(node.properties);
  if (path !== null) transaction.post("file", path, { path, modified: last_edit_date, ...payload });
  return true;
}

/** The job of the same submissions that has written the value; null = another one, or a caller. */
function writerOf(transaction: Transaction, { id }: DataNodeSnapshot, { submissions }: Needed): string | null {
  const writers = submissions
    .flatMap((submission) => transaction.submission(submission)?.submission.job_ids ?? [])
    .flatMap((job) => transaction.job(job) ?? [])
    .filter(({ job, output_ids }) => job.status === "COMPLETED" && output_ids.includes(id));
  return writers.at(-1)?.job.id ?? null;
}
