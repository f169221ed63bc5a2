import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import type { ContentStore } from "../../core/ports/content-store.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import { newestEdit } from "../../core/values/history.ts";

export interface ListMissingValuesDeps {
  readonly entityReader: Pick<EntityReader, "dataNodes">;
  readonly content: Pick<ContentStore<unknown>, "has">;
}

/** A data node whose newest value is not where its edit says. */
export interface MissingValue {
  readonly data_node_id: string;
  /** 1 when the value is the file that the node has begun with. */
  readonly edit_number: number;
  readonly last_edit_date: string | null;
  readonly key: string;
}

export interface MissingValues {
  readonly missing: readonly MissingValue[];
  /** What to pass as `after` for the next data nodes; null = these were the last ones. */
  readonly next: string | null;
}

/**
 * Looks in KV and R2 for the newest values of so many data nodes, in the order of their ids. For an operator who has restored
 * the database to an earlier time.
 */
export async function listMissingValues(
  { entityReader, content }: ListMissingValuesDeps,
  after: string | null,
  limit: number,
): Promise<MissingValues> {
  const { dataNodes, next } = await entityReader.dataNodes(after, limit);
  const found = dataNodes.map(async (node) => {
    const { payload } = node;
    if (payload === null || payload.key === null || (await content.has(payload))) return [];
    return [missingValue(node, payload.key)];
  });
  return { missing: (await Promise.all(found)).flat(), next };
}

const missingValue = (node: DataNodeSnapshot, key: NonNullable<PayloadRef["key"]>): MissingValue => ({
  data_node_id: node.id,
  edit_number: newestEdit(node),
  last_edit_date: node.last_edit_date,
  key,
});
