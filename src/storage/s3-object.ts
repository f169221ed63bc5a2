import { type BucketObject, MAX_OBJECT_BYTES, type StoredObject, tooLarge } from "./s3/bucket-object.ts";
import { bytesOfList, decodeObject, encodeObject, staysBytes } from "./s3/content.ts";
import { r2Object } from "./s3/r2-object.ts";
import { signedObject } from "./s3/signed-object.ts";
import { settingsOf } from "./settings/node-settings.ts";
import { OUTSIDE, type StorageContext, type StorageType } from "./types.ts";

/**
 * One object of a bucket. Properties: `binding` for R2, or a key and a bucket of any service with S3's API; see
 * `core/storage-options/s3-options.ts`. A write replaces the object; only the bucket may keep the former one.
 */
export const s3Object: StorageType = {
  async read(context) {
    return decodeObject(await objectOf(context).get(context.budget), context.budget, context.numbers);
  },

  async write(context, value) {
    const target = objectOf(context);
    const object = (await sameBytes(target, value)) ?? encodeObject(value, context.budget);
    if (object.body.byteLength > MAX_OBJECT_BYTES) throw tooLarge(object.body.byteLength);
    await target.put(object);
    return OUTSIDE;
  },
};

/** An answer shows bytes as a list of numbers: where an object of bytes is, such a list is its bytes again, of its media type. */
async function sameBytes(target: BucketObject, value: unknown): Promise<StoredObject | null> {
  const body = bytesOfList(value);
  if (body === null) return null;
  const contentType = await target.mediaType();
  return contentType !== undefined && staysBytes(body, contentType) ? { body, contentType } : null;
}

function objectOf(context: StorageContext): BucketObject {
  const settings = settingsOf(context);
  const isBound = settings.binding !== undefined && settings.binding !== null;
  return isBound ? r2Object(settings, context.binding) : signedObject(settings, context.limitMs);
}
