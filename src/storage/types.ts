import type { DataNodeIdentity, StorageTypeName } from "../core/entities/data-node.ts";
import type { PayloadRef } from "../core/entities/payload.ts";

/** An encoded value: text for text formats, bytes for binary ones. */
export type Body = string | Uint8Array;

/** What a storage type gets: its node, and a place for payloads. Never `env`. */
export interface StorageContext {
  readonly dataNode: Pick<DataNodeIdentity, "id" | "config_id" | "storage_type" | "properties">;
  readonly payloads: PayloadStore;
}

/** Keeps immutable payloads. The one module that decides where a payload lies: inline, KV or R2. */
export interface PayloadStore {
  /**
   * Puts a body under a new key (or inline when it is small text).
   * @throws TaipyError `body_too_large` when it is larger than the platform can hold
   */
  put(body: Body, contentType: string): Promise<PayloadRef>;
  /** @throws TaipyError `payload_missing` when the key is not there, even after a while */
  getText(ref: PayloadRef): Promise<string>;
  getBytes(ref: PayloadRef): Promise<Uint8Array>;
}

/**
 * How one storage type keeps values. `ref` is where the current value lies.
 * `write` throws TaipyError `invalid_value` for a value that the type cannot hold: nothing is written then.
 */
export interface StorageType {
  readonly name: StorageTypeName;
  /** Ending of a generated path: `user_data/<name>s/<id>.<extension>`. null for types without files. */
  readonly extension: string | null;
  read(context: StorageContext, ref: PayloadRef): Promise<unknown>;
  write(context: StorageContext, value: unknown): Promise<PayloadRef>;
}
