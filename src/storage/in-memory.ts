import { decodeAnyValue, encodeAnyValue } from "./encoding/any-value.ts";
import type { StorageType } from "./types.ts";

/** As pickle, but without a file. There is no memory that outlives a request, so values are kept, not lost. */
export const inMemory: StorageType = {
  name: "in_memory",
  extension: null,

  async read({ payloads }, ref) {
    return decodeAnyValue(await payloads.getText(ref), ref.content_type);
  },

  async write({ payloads }, value) {
    const { body, contentType } = encodeAnyValue(value);
    return payloads.put(body, contentType);
  },
};
