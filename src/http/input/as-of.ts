import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Edit } from "../../core/entities/edit.ts";
import { TaipyError } from "../../core/errors.ts";
import type { Timestamp } from "../../core/time.ts";
import { asOf } from "../../core/values/history.ts";
import type { Call } from "../pipeline/action.ts";

/** The data node as it was after an edit. */
export async function nodeAsOf({ deps }: Call, dataNode: DataNodeSnapshot, number: number) {
  const edit = await deps.entityReader.edit(dataNode.id, { number });
  if (edit !== null) return asOf(dataNode, edit);
  const { id, edit_number } = dataNode;
  throw new TaipyError("edit_not_found", `Data node ${id} has no edit ${number}${known(edit_number)}.`);
}

/** The data node as it was at a time. */
export async function nodeAt({ deps }: Call, dataNode: DataNodeSnapshot, at: Timestamp) {
  const edit: Edit | null = await deps.entityReader.edit(dataNode.id, { at });
  if (edit !== null) return asOf(dataNode, edit);
  const { id, edit_number } = dataNode;
  throw new TaipyError("edit_not_found", `Data node ${id} had no edit by ${at}${known(edit_number)}.`);
}

const known = (editNumber: number): string =>
  editNumber === 0 ? ": it has none" : `: its edits are number 1 to ${editNumber}`;
