import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { TaipyError } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Timestamp } from "../../core/time.ts";
import { asOf, initialEdit, newestEdit } from "../../core/values/history.ts";

export interface ReadAsOfDeps {
  readonly entityReader: Pick<EntityReader, "dataNode" | "edit">;
}

/** An older value by its edit's number or by a time; without either the current one. */
export interface Moment {
  readonly edit?: number | undefined;
  readonly at?: Timestamp | undefined;
}

/**
 * A data node, now or as it was once.
 * @throws TaipyError `data_node_not_found`, `invalid_query` for a moment of both kinds, `edit_not_found`, `value_outside`
 *   or `edit_value_removed`
 */
export async function readAsOf(deps: ReadAsOfDeps, id: string, { edit, at }: Moment): Promise<DataNodeSnapshot> {
  const dataNode = existing("data_node", id, await deps.entityReader.dataNode(id));
  if (edit !== undefined && at !== undefined) {
    throw new TaipyError("invalid_query", "Name the value by 'edit' or by 'at', not by both.");
  }
  if (edit !== undefined) return asOfEdit(deps, dataNode, edit);
  return at === undefined ? dataNode : asOfTime(deps, dataNode, at);
}

/** The data node as it was after an edit. */
export async function asOfEdit(deps: ReadAsOfDeps, dataNode: DataNodeSnapshot, number: number) {
  const initial = initialEdit(dataNode);
  const edit = await deps.entityReader.edit(dataNode.id, { number });
  if (edit !== null) return asOf(dataNode, edit);
  if (initial?.number === number) return asOf(dataNode, initial);
  const { id } = dataNode;
  throw new TaipyError("edit_not_found", `Data node ${id} has no edit ${number}${rangeText(newestEdit(dataNode))}.`);
}

async function asOfTime(deps: ReadAsOfDeps, dataNode: DataNodeSnapshot, at: Timestamp) {
  const initial = initialEdit(dataNode);
  const edit = await deps.entityReader.edit(dataNode.id, { at });
  if (edit !== null) return asOf(dataNode, edit);
  if (initial !== null && initial.timestamp <= at) return asOf(dataNode, initial);
  const { id } = dataNode;
  throw new TaipyError("edit_not_found", `Data node ${id} had no edit by ${at}${rangeText(newestEdit(dataNode))}.`);
}

const rangeText = (editNumber: number): string =>
  editNumber === 0 ? ": it has none" : `: its edits are number 1 to ${editNumber}`;
