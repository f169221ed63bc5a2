import type { DataNodeIdentity, DataNodeSnapshot } from "../entities/data-node.ts";
import type { PayloadRef } from "../entities/payload.ts";
import type { Selected, Selection } from "../values/selection.ts";
import type { JobWait } from "./memory.ts";

/** Values of data nodes through their storage types (storage/contents.ts). */
export interface DataNodeValues {
  /**
   * The current values of some data nodes, undefined where there is none. They share the budget of one value, and no other
   * large value is decoded in the isolate while they are read and used.
   * @param use may be called again when the values need more memory than it seemed
   * @throws TaipyError `value_too_large`, `memory_busy`
   */
  read<T>(
    dataNodes: readonly DataNodeSnapshot[],
    use: (values: readonly unknown[]) => T | Promise<T>,
    wait?: JobWait,
  ): Promise<T>;
  /**
   * Encodes and stores a value; the caller hands the reference to the orchestrator object.
   * @param dataNode as a snapshot: a file keeps the form of the one that it replaces
   * @throws TaipyError `schema_mismatch`; nothing is stored then
   */
  write(dataNode: DataNodeIdentity | DataNodeSnapshot, value: unknown, wait?: JobWait): Promise<PayloadRef>;
}

/** What requests do with values beyond what jobs do. */
export interface DataNodeContents extends DataNodeValues {
  /**
   * A part of the current value; null when there is none.
   * @param use as in {@link DataNodeValues.read}
   * @throws TaipyError `invalid_filter`, or `invalid_query` when the value has no such rows or columns
   */
  select<T>(dataNode: DataNodeSnapshot, selection: Selection, use: (selected: Selected | null) => T): Promise<T>;
  /**
   * The current value with more added to it, stored as {@link DataNodeValues.write} does.
   * @throws TaipyError `cannot_append` when the storage type can't, `schema_mismatch`
   */
  append(dataNode: DataNodeSnapshot, value: unknown): Promise<PayloadRef>;
  /**
   * Throws `unreadable_content` or `value_too_large` unless the node's storage type can read the payload, and
   * `schema_mismatch` unless it fits the node's schema.
   * @param bytes of a payload that is not stored yet
   */
  check(dataNode: DataNodeIdentity, payload: PayloadRef, bytes?: Uint8Array): Promise<void>;
  /** Throws `schema_mismatch` unless the current value fits the node's schema. Without either there is nothing to check. */
  conforms(dataNode: DataNodeSnapshot): Promise<void>;
  /** Media types of the node's files, the usual one first; none when its values lie in a system of their own. */
  mediaTypes(dataNode: DataNodeIdentity): readonly string[];
}
