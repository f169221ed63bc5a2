import { TaipyError } from "../../core/errors.ts";

/** The content of an object of a bucket. */
export interface StoredObject {
  readonly body: Uint8Array;
  /** Media type; null when the object has none. */
  readonly contentType: string | null;
}

/** One object of a bucket, in R2 or at a service with S3's API. */
export interface BucketObject {
  /**
   * @throws TaipyError `payload_missing` when there is no object, `database_unavailable` when the bucket can't be reached,
   *   `invalid_value` when the object is too large
   */
  get(): Promise<StoredObject>;
  /** @throws TaipyError as `get` */
  put(object: StoredObject): Promise<void>;
}

/** A larger object would not fit into a Worker's memory together with its decoded value. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;

export const tooLarge = (size: number): TaipyError =>
  new TaipyError("invalid_value", `The object has ${size} bytes; ${MAX_OBJECT_BYTES} can be read or written at once.`);
