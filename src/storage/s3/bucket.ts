/** One object of a bucket, as it lies there. */
export interface StoredObject {
  readonly body: Uint8Array;
  /** Media type; null when the object has none. */
  readonly contentType: string | null;
}

/** Reaches one object, whatever the bucket is. */
export interface ObjectPlace {
  /** @throws TaipyError `payload_missing` when there is no object, `database_unavailable` when the bucket can't be reached */
  get(): Promise<StoredObject>;
  /** @throws TaipyError as `get` */
  put(object: StoredObject): Promise<void>;
}

/** A larger object would not fit into a Worker's memory together with the value that it becomes. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
