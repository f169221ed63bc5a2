import type { CancelSignal } from "../core/cancellation.ts";
import type { DataNodeConfig } from "../core/config/app-types.ts";
import type { DataNodeIdentity } from "../core/entities/data-node.ts";
import type { PayloadRef } from "../core/entities/payload.ts";
import type { Drivers } from "../core/storage-options/drivers.ts";
import type { Budget } from "../core/values/budget.ts";
import type { PlainJson } from "../core/values/plain-json.ts";
import type { Selection } from "../core/values/selection.ts";

/** An encoded value: text for text formats, bytes for binary ones. */
export type Body = string | Uint8Array;

/** The arguments of a storage type: its node, the payload store, and bindings by name. It never gets `env`. */
export interface StorageContext {
  readonly dataNode: Pick<DataNodeIdentity, "id" | "config_id" | "storage_type" | "properties">;
  /** The node's configuration, with functions and classes; null when the application has no such configuration any more. */
  readonly config: DataNodeConfig | null;
  readonly payloads: PayloadStore;
  /** The memory that the value may take; every decoder charges it before it allocates. */
  readonly budget: Budget;
  /** How numbers of JSON are read; missing = as a task gets them. */
  readonly numbers?: "written";
  /** A binding, variable or secret of the Worker by name; undefined when there is none. */
  binding(name: string): unknown;
  /** The libraries that the application brings. */
  readonly drivers?: Drivers;
  /** Takes the number of all rows that a selection matches, where its limit cuts them; missing = the type need not count. */
  readonly counted?: (total: number | null) => void;
  /** How long a query of a database or a function of the application may take; missing in a job, which has a limit itself. */
  readonly limitMs?: number | undefined;
  /** Aborted when nobody waits for a write any more: what it has not finished must not be there. */
  readonly signal?: CancelSignal | undefined;
}

/** Keeps immutable payloads. It alone decides where a payload lies: inline, in KV or in R2. */
export interface PayloadStore {
  /**
   * Puts a body under a new key (or inline when it is small text).
   * @param plain the guarantee that JSON text may be answered as it is; the key keeps it
   * @throws TaipyError `body_too_large` when the platform can't keep so many bytes
   */
  put(body: Body, contentType: string, plain?: PlainJson | null): Promise<PayloadRef>;
  /** @throws TaipyError `payload_missing` when the key does not exist, even after some time */
  getText(ref: PayloadRef): Promise<string>;
  getBytes(ref: PayloadRef): Promise<Uint8Array>;
}

export type { Selection };

/**
 * The codec of one storage type. `ref` refers to the current value.
 * `write` and `append` throw TaipyError `invalid_value` for a value that the type cannot hold; they write nothing then.
 */
export interface StorageType {
  read(context: StorageContext, ref: PayloadRef): Promise<unknown>;
  /**
   * @param current the value that a request replaces, if there is one: a file keeps its form where the new value allows it (types of
   *   columns, formats of numbers, line endings), and its bytes where no cell differs. Read it with `new Budget(budget.left)`; where
   *   it is not readable or too large, write as for a new file. A job's outputs have none.
   */
  write(context: StorageContext, value: unknown, current?: PayloadRef | null): Promise<PayloadRef>;
  /** Adds to the current value (null = never written). Absent: the type can't append, as in Taipy. */
  append?(context: StorageContext, ref: PayloadRef | null, value: unknown): Promise<PayloadRef>;
  /** Reads the selected rows and columns only. Absent: the whole value is read, and the selection is taken of it. */
  select?(context: StorageContext, ref: PayloadRef, selection: Selection): Promise<readonly unknown[]>;
}

/** The answer of a write to an outside system (a table, a bucket, a collection): the service keeps no payload. */
export const OUTSIDE: PayloadRef = Object.freeze({
  tier: "outside",
  content_type: "application/vnd.taipy-edge.outside",
  size: 0,
  hash: "",
  key: null,
  body: null,
});
