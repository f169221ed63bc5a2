import { MAX_OBJECT_BYTES, type ObjectPlace } from "./s3/bucket.ts";
import { decodeObject, encodeObject } from "./s3/content.ts";
import { r2Place } from "./s3/r2-place.ts";
import { tooLarge } from "./s3/refusal.ts";
import { signedPlace } from "./s3/signed-place.ts";
import { settingsOf } from "./settings/settings.ts";
import { OUTSIDE, type StorageContext, type StorageType } from "./types.ts";

/**
 * One object of a bucket. Properties: `binding` for R2, or a key and a bucket of any service with S3's API; see
 * `core/config/s3-options.ts`. A write replaces the object; what it was is kept by the bucket or not at all.
 */
export const s3Object: StorageType = {
  async read(context) {
    return decodeObject(await placeOf(context).get());
  },

  async write(context, value) {
    const object = encodeObject(value);
    if (object.body.byteLength > MAX_OBJECT_BYTES) throw tooLarge(object.body.byteLength);
    await placeOf(context).put(object);
    return OUTSIDE;
  },
};

function placeOf(context: StorageContext): ObjectPlace {
  const settings = settingsOf(context);
  const isBound = settings.binding !== undefined && settings.binding !== null;
  return isBound ? r2Place(settings, context.binding) : signedPlace(settings);
}
