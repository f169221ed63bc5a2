import { decodeAnyValue, encodeAnyValue, JSON_TYPE } from "./encoding/any-value.ts";
import { plainJson } from "./encoding/plain-json.ts";
import type { StorageType } from "./types.ts";

/** As pickle, but without a file. There is no memory that outlives a request, so values are kept, not lost. */
export const inMemory: StorageType = {
  name: "in_memory",
  extension: null,

  async read({ payloads }, ref) {
    return decodeAnyValue(await payloads.getText(ref), ref.content_type);
  },

  async write({ payloads }, value) {
    const { body, contentType } = await encodeAnyValue(value);
    return payloads.put(body, contentType, contentType === JSON_TYPE ? plainJson(value, body) : null);
  },
};
