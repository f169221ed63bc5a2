import { configuredPath, type DataNodeSnapshot } from "../entities/data-node.ts";
import type { Edit } from "../entities/edit.ts";
import type { PayloadRef } from "../entities/payload.ts";
import { TaipyError } from "../errors.ts";
import { addTime, MICROSECONDS_PER_SECOND, type Timestamp } from "../time.ts";

/** How many of the newest values of a data node are kept when its configuration sets no `history_limit`. */
const DEFAULT_HISTORY_LIMIT = 20;

export const isHistoryLimit = (limit: unknown): limit is number => Number.isSafeInteger(limit) && Number(limit) >= 1;

/** How many of the newest values of a node are kept. @param property its property `history_limit` */
export const historyLimit = (property: unknown): number =>
  isHistoryLimit(property) ? property : DEFAULT_HISTORY_LIMIT;

/** Whether the service still has the value. A removed value has neither a key nor a body; one `outside` was never here. */
export const isKept = ({ tier, key, body }: PayloadRef): boolean =>
  tier !== "outside" && (key !== null || body !== null);

/** An edit as the history shows it: everything but the value and where it lies. */
export function shownEdit(edit: Edit) {
  const { number, timestamp, job_id, editor_id, actor, comment, size, hash, content_type } = edit;
  return {
    number,
    timestamp,
    job_id,
    editor_id,
    actor,
    comment,
    size,
    hash: hash === "" ? null : hash,
    content_type,
    is_kept: isKept(edit),
  };
}

/**
 * The data node as it was after an edit.
 * @throws TaipyError `value_outside` or `edit_value_removed` when the value of the edit cannot be read
 */
export function asOf(dataNode: DataNodeSnapshot, edit: Edit): DataNodeSnapshot {
  const name = `Edit ${edit.number} of data node ${dataNode.id}`;
  if (edit.tier === "outside") {
    throw new TaipyError("value_outside", `${name} was written to a system of its own, which keeps no older values.`);
  }
  if (!isKept(edit)) {
    const limit = historyLimit(dataNode.properties.history_limit);
    const reason = `only the newest ${limit} values of this node are kept (history_limit)`;
    throw new TaipyError("edit_value_removed", `${name} has no value any more: ${reason}.`);
  }
  const { tier, content_type, size, hash, key, body } = edit;
  return {
    ...dataNode,
    edit_number: edit.number,
    last_edit_date: edit.timestamp,
    payload: { tier, content_type, size, hash, key, body },
  };
}

/** KV shows a new value everywhere within a minute or so; what is not there after this time was deleted. */
const SPREADING = 60 * 60 * MICROSECONDS_PER_SECOND;

/** The error of a missing payload, with the data node and the edit in its message; `payload_gone` when it can't come any more. */
export function namedAfterEdit(error: TaipyError, dataNode: DataNodeSnapshot, now: Timestamp): TaipyError {
  const { id, edit_number, last_edit_date, properties, storage_type } = dataNode;
  const path = configuredPath(properties);
  const node = `data node ${id} (${storage_type}${path === null ? "" : `, file ${path}`})`;
  const value = edit_number === 0 ? `The value of ${node}` : `Edit ${edit_number} of ${node}`;
  const more = { details: { ...error.details, edit_number }, cause: error.cause };
  if (isGone(error, dataNode, now)) {
    const text = `${value}, written ${last_edit_date}, is gone: ${error.message} Write it again, or restore an older edit.`;
    return new TaipyError("payload_gone", text, more);
  }
  const written = last_edit_date === null ? "" : `, written ${last_edit_date},`;
  return new TaipyError(error.code, `${value}${written} is missing: ${error.message}`, more);
}

/** Whether a store was asked for the value's key, long after the value was written. */
const isGone = ({ details }: TaipyError, { payload, last_edit_date }: DataNodeSnapshot, now: Timestamp): boolean =>
  payload?.key != null && details?.key === payload.key && addTime(last_edit_date ?? now, SPREADING) <= now;

/** A data node whose old values may have to be removed. */
export interface SweepCandidate {
  readonly id: string;
  readonly edit_number: number;
  /** The node's property; null = the default. */
  readonly history_limit: unknown;
  /** The values of all edits up to this one have been removed. */
  readonly swept_to: number;
}

/** Edits whose values are to be removed; `from` and `to` are included. */
export interface SweptRange {
  readonly data_node_id: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The values to remove from these nodes, at most `budget` of them. The newest edit of a node is never among them.
 * @returns `after` is the id of the last node that has nothing left to remove; null = no node could be completed
 */
export function planSweep(
  nodes: readonly SweepCandidate[],
  budget: number,
): { readonly ranges: readonly SweptRange[]; readonly after: string | null } {
  const ranges: SweptRange[] = [];
  let left = budget;
  let after: string | null = null;
  for (const { id, edit_number, history_limit, swept_to } of nodes) {
    const from = swept_to + 1;
    const last = edit_number - historyLimit(history_limit);
    const to = Math.min(last, swept_to + left);
    if (to >= from) {
      ranges.push({ data_node_id: id, from, to });
      left -= to - swept_to;
    }
    if (to < last) break;
    after = id;
  }
  return { ranges, after };
}

export const INITIAL_EDITOR = "TAIPY";
export const INITIAL_COMMENT = "Initial content of the file.";

// docs/decisions/109-the-initial-file-is-edit-1.md
/**
 * Edit 1 of a data node that nothing has written yet and whose value is the file at its path; null for all other nodes. No row
 * has it before the first write, which records it.
 */
export function initialEdit(node: DataNodeSnapshot): Edit | null {
  const { id, edit_number, last_edit_date, payload, properties } = node;
  if (edit_number > 0 || payload === null || last_edit_date === null || configuredPath(properties) === null)
    return null;
  return {
    data_node_id: id,
    number: 1,
    timestamp: last_edit_date,
    job_id: null,
    editor_id: INITIAL_EDITOR,
    actor: null,
    comment: INITIAL_COMMENT,
    ...payload,
  };
}

/** Whether an edit is that of {@link initialEdit}. */
export const isInitial = ({ number, editor_id, comment }: Pick<Edit, "number" | "editor_id" | "comment">): boolean =>
  number === 1 && editor_id === INITIAL_EDITOR && comment === INITIAL_COMMENT;

/** The number of a node's newest edit as its history shows it; 0 = it has none. */
export const newestEdit = (node: DataNodeSnapshot): number => initialEdit(node)?.number ?? node.edit_number;
