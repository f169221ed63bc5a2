import type { DataNodeConfig } from "../core/config/app-types.ts";
import type { DataNodeIdentity } from "../core/entities/data-node.ts";
import type { PayloadRef } from "../core/entities/payload.ts";
import type { Drivers } from "../core/storage-options/drivers.ts";
import type { PlainJson } from "../core/values/plain-json.ts";
import type { Selection } from "../core/values/selection.ts";

/** An encoded value: text for text formats, bytes for binary ones. */
export type Body = string | Uint8Array;

/** What a storage type gets: its node, a place for payloads, and the bindings that the configuration names. Never `env`. */
export interface StorageContext {
  readonly dataNode: Pick<DataNodeIdentity, "id" | "config_id" | "storage_type" | "properties">;
  /** The node's configuration: the functions and classes that properties can't hold. null when the application has it no more. */
  readonly config: DataNodeConfig | null;
  readonly payloads: PayloadStore;
  /** A binding, variable or secret of the Worker by name; undefined when there is none. */
  binding(name: string): unknown;
  /** The libraries that the application brings. */
  readonly drivers?: Drivers;
}

/** Keeps immutable payloads. The one module that decides where a payload lies: inline, KV or R2. */
export interface PayloadStore {
  /**
   * Puts a body under a new key (or inline when it is small text).
   * @param plain what is known of JSON text; its key says so
   * @throws TaipyError `body_too_large` when it is larger than the platform can hold
   */
  put(body: Body, contentType: string, plain?: PlainJson | null): Promise<PayloadRef>;
  /** @throws TaipyError `payload_missing` when the key is not there, even after a while */
  getText(ref: PayloadRef): Promise<string>;
  getBytes(ref: PayloadRef): Promise<Uint8Array>;
}

export type { Selection };

/**
 * How one storage type keeps values. `ref` is where the current value lies.
 * `write` and `append` throw TaipyError `invalid_value` for a value that the type cannot hold: nothing is written then.
 */
export interface StorageType {
  read(context: StorageContext, ref: PayloadRef): Promise<unknown>;
  write(context: StorageContext, value: unknown): Promise<PayloadRef>;
  /** Adds to the current value (null = nothing written yet). Absent: the type can't, as Taipy's. */
  append?(context: StorageContext, ref: PayloadRef | null, value: unknown): Promise<PayloadRef>;
  /** Reads only the rows and columns that are asked for, where the format allows it. Absent: everything is read and cut. */
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
