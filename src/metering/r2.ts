import { currentMeter, timed } from "./meter.ts";

type Call = (...given: unknown[]) => Promise<unknown>;

/** An R2 bucket whose operations are counted as they are billed: those that write or list, and those that read. Deleting is free. */
export function meteredR2(bucket: R2Bucket): R2Bucket {
  const create = counted("writes", bucket.createMultipartUpload.bind(bucket) as Call);
  return {
    head: counted("reads", bucket.head.bind(bucket) as Call),
    get: counted("reads", bucket.get.bind(bucket) as Call),
    put: counted("writes", bucket.put.bind(bucket) as Call),
    list: counted("writes", bucket.list.bind(bucket) as Call),
    delete: bucket.delete.bind(bucket),
    createMultipartUpload: async (...given: unknown[]) => meteredUpload((await create(...given)) as R2MultipartUpload),
    resumeMultipartUpload: (key: string, id: string) => meteredUpload(bucket.resumeMultipartUpload(key, id)),
  } as unknown as R2Bucket;
}

const meteredUpload = (upload: R2MultipartUpload): R2MultipartUpload => ({
  key: upload.key,
  uploadId: upload.uploadId,
  uploadPart: counted("writes", upload.uploadPart.bind(upload) as Call) as R2MultipartUpload["uploadPart"],
  complete: counted("writes", upload.complete.bind(upload) as Call) as R2MultipartUpload["complete"],
  abort: () => upload.abort(),
});

function counted(kind: "reads" | "writes", call: Call): Call {
  return (...given) => {
    const meter = currentMeter();
    if (meter === undefined) return call(...given);
    meter.r2[kind] += 1;
    return timed(meter.r2, call(...given));
  };
}
