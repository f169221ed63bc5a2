import { TaipyError } from "../../core/errors.ts";
import { type Budget, VALUE_MEMORY } from "../../core/values/budget.ts";

/** The content of an object of a bucket. */
export interface StoredObject {
  readonly body: Uint8Array;
  /** Media type; null when the object has none. */
  readonly contentType: string | null;
}

/** One object of a bucket, in R2 or at a service with S3's API. */
export interface BucketObject {
  /**
   * @throws TaipyError `payload_missing` when there is no object, `storage_unavailable` when the bucket can't be reached,
   *   `storage_misconfigured` when it refuses the request, `value_too_large` when the object is too large
   */
  get(budget: Budget): Promise<StoredObject>;
  /** The object's media type (null = it has none); undefined = there is no object that may be read. @throws TaipyError `storage_unavailable` */
  mediaType(): Promise<string | null | undefined>;
  /** @throws TaipyError as `get` */
  put(object: StoredObject): Promise<void>;
}

/** A larger object would not fit into a Worker's memory. */
export const MAX_OBJECT_BYTES = VALUE_MEMORY;

export const tooLarge = (size: number): TaipyError =>
  new TaipyError(
    "value_too_large",
    `The object has ${size} bytes; ${MAX_OBJECT_BYTES} can be read or written at once.`,
  );

/**
 * The bytes of a body of unknown length, charged while they arrive, for the parts and for the whole.
 * @throws TaipyError `value_too_large`; the rest is not fetched
 */
export async function chargedBytes(body: ReadableStream<Uint8Array> | null, budget: Budget): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.byteLength;
    budget.charge("unpackedBytes", 2 * part.byteLength, `byte ${length} of the object`);
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  budget.release("unpackedBytes", length);
  return bytes;
}
