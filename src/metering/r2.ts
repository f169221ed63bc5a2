import { DEADLINES } from "../core/deadlines.ts";
import { bounded } from "./bounded.ts";
import { currentMeter, timed } from "./meter.ts";

type Call = (...given: unknown[]) => Promise<unknown>;

/**
 * An R2 bucket whose operations have a deadline, and are counted as they are billed: those that write or list, and those that
 * read. Deleting is free. A stream has its deadline until it begins.
 */
export function meteredR2(bucket: R2Bucket): R2Bucket {
  const create = counted("writes", bucket.createMultipartUpload.bind(bucket) as Call);
  const get = counted("reads", bucket.get.bind(bucket) as Call);
  return {
    head: counted("reads", bucket.head.bind(bucket) as Call),
    get: (...given: unknown[]) => get(...given).then((object) => boundedBody(object as R2ObjectBody | R2Object | null)),
    put: counted("writes", bucket.put.bind(bucket) as Call),
    list: counted("writes", bucket.list.bind(bucket) as Call),
    delete: (keys: string | string[]) => bounded(DEADLINES.r2Write, bucket.delete(keys)),
    createMultipartUpload: async (...given: unknown[]) => meteredUpload((await create(...given)) as R2MultipartUpload),
    resumeMultipartUpload: (key: string, id: string) => meteredUpload(bucket.resumeMultipartUpload(key, id)),
  } as unknown as R2Bucket;
}

const meteredUpload = (upload: R2MultipartUpload): R2MultipartUpload => ({
  key: upload.key,
  uploadId: upload.uploadId,
  uploadPart: counted("writes", upload.uploadPart.bind(upload) as Call) as R2MultipartUpload["uploadPart"],
  complete: counted("writes", upload.complete.bind(upload) as Call) as R2MultipartUpload["complete"],
  abort: () => bounded(DEADLINES.r2Write, upload.abort()),
});

/** The ways of reading an object as a whole, each within a deadline of its own. */
const WHOLE: ReadonlySet<PropertyKey> = new Set(["arrayBuffer", "bytes", "text", "json", "blob"]);

const boundedBody = (object: R2ObjectBody | R2Object | null) =>
  object === null || !("body" in object)
    ? object
    : new Proxy(object, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== "function") return member;
          const call = member.bind(target) as Call;
          return WHOLE.has(name) ? (...given: unknown[]) => bounded(DEADLINES.r2Body, call(...given)) : call;
        },
      });

function counted(kind: "reads" | "writes", call: Call): Call {
  const deadline = kind === "reads" ? DEADLINES.r2Read : DEADLINES.r2Write;
  return (...given) => {
    const meter = currentMeter();
    const answer = bounded(deadline, call(...given));
    if (meter === undefined) return answer;
    meter.r2[kind] += 1;
    return timed(meter.r2, answer);
  };
}
