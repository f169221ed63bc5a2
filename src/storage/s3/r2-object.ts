import type { Properties } from "../../core/entities/fields.ts";
import { TaipyError, UnchangedError } from "../../core/errors.ts";
import { type Done, misconfigured, UNKNOWN } from "../settings/outside-failure.ts";
import { withinTime } from "../sql/server-connection.ts";
import type { StorageContext } from "../types.ts";
import { type BucketObject, MAX_OBJECT_BYTES, tooLarge } from "./bucket-object.ts";
import { checkNames } from "./parameters.ts";

/** As for an object that is reached over HTTP. */
const TIMEOUT_MS = 30_000;

/** An object behind an R2 binding. R2 takes the parameters `ContentType` and `Metadata`. */
export function r2Object(settings: Properties, binding: StorageContext["binding"]): BucketObject {
  const name = String(settings.binding);
  const bucket = bucketOf(name, binding(name));
  const key = String(settings.aws_s3_object_key);
  return {
    async get(budget) {
      checkNames("aws_s3_get_object_parameters", settings.aws_s3_get_object_parameters, []);
      const object = await answerOf(name, bucket.get(key));
      if (object === null) throw new TaipyError("payload_missing", `No object lies under the key ${key} in ${name}.`);
      if (object.size > MAX_OBJECT_BYTES) throw tooLarge(object.size);
      budget.charge("unpackedBytes", object.size, "the object");
      const body = new Uint8Array(await answerOf(name, object.arrayBuffer()));
      return { body, contentType: object.httpMetadata?.contentType ?? null };
    },
    async mediaType() {
      const object = await answerOf(name, bucket.head(key));
      return object === null ? undefined : (object.httpMetadata?.contentType ?? null);
    },
    async put({ body, contentType }) {
      const given = settings.aws_s3_put_object_parameters;
      const { ContentType, Metadata } = checkNames("aws_s3_put_object_parameters", given, ["ContentType", "Metadata"]);
      const customMetadata = { ...(Metadata as Record<string, string> | undefined) };
      const type = ContentType ?? contentType;
      const httpMetadata = type === null ? {} : { contentType: String(type) };
      await answerOf(name, bucket.put(key, body, { httpMetadata, customMetadata }), "unknown");
    },
  };
}

function bucketOf(name: string, bound: unknown): R2Bucket {
  if (typeof bound === "object" && bound !== null && "get" in bound && "createMultipartUpload" in bound) {
    return bound as R2Bucket;
  }
  const problem = bound === undefined ? "does not exist" : "is no R2 bucket";
  throw misconfigured(`The binding "${name}", which the configuration names, ${problem}.`);
}

async function answerOf<T>(name: string, call: Promise<T>, done: Done = "nothing"): Promise<T> {
  try {
    return await withinTime(call, TIMEOUT_MS);
  } catch (cause) {
    const message = `The R2 bucket ${name} has failed: ${cause instanceof Error ? cause.message : String(cause)}.`;
    throw done === "unknown"
      ? new TaipyError("storage_unavailable", message + UNKNOWN, { cause })
      : new UnchangedError("storage_unavailable", message, { cause });
  }
}
