import type { DataNodeIdentity, DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Edit } from "../../core/entities/edit.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import { isTabular, keepsFractions } from "../../core/storage-types.ts";
import { withoutFractions } from "../../core/values/exact/whole-fraction.ts";
import {
  type Author,
  type LockCheckDeps,
  type LogFields,
  type RecordEditDeps,
  recordEdit,
  writableDataNode,
} from "./record-edit.ts";

export interface WriteValueDeps extends RecordEditDeps, LockCheckDeps {
  readonly entityReader: Pick<EntityReader, "dataNode" | "knownDataNode">;
  readonly values: Pick<DataNodeContents, "write" | "mediaTypes">;
}

export interface WriteValueInput extends Author {
  readonly id: string;
  readonly value: unknown;
  readonly logFields: LogFields;
}

/**
 * Replaces a data node's value.
 * @throws TaipyError `data_node_not_found`, `edit_locked`, `invalid_value` and the errors of the storage type
 */
export async function writeValue(deps: WriteValueDeps, input: WriteValueInput): Promise<Stored<Edit>> {
  const { id, editor_id, caller, comment, logFields } = input;
  const known = existing("data_node", id, await deps.entityReader.knownDataNode(id));
  // A write to a system of its own cannot be taken back when the node's object refuses it: the lock is checked before.
  const isOutside = deps.values.mediaTypes(known).length === 0;
  const data_node = isOutside ? await writableDataNode(deps, id, input) : known;
  const value = keepsFractions(data_node.storage_type) ? input.value : withoutFractions(input.value);
  const payload = await deps.values.write(await withFile(deps, data_node), value);
  return recordEdit(deps, { data_node, payload, editor_id, caller, comment }, logFields);
}

/** With the value that is replaced, when it is a file of a table: the new one keeps its form. */
async function withFile(
  { entityReader, values }: WriteValueDeps,
  dataNode: DataNodeIdentity,
): Promise<DataNodeIdentity | DataNodeSnapshot> {
  const { id, storage_type } = dataNode;
  if (!isTabular(storage_type) || values.mediaTypes(dataNode).length === 0) return dataNode;
  return (await entityReader.dataNode(id)) ?? dataNode;
}
