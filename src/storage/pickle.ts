import { JSON_TYPE } from "../core/storage-types.ts";
import { plainJson } from "../core/values/plain-json.ts";
import { decodeAnyValue, encodeAnyValue } from "./encoding/any-value.ts";
import type { StorageType } from "./types.ts";

/** Any JavaScript value without code in it. The default type. */
export const pickle: StorageType = {
  async read({ payloads }, ref) {
    return decodeAnyValue(await payloads.getText(ref), ref.content_type);
  },

  async write({ payloads }, value) {
    const { body, contentType } = await encodeAnyValue(value);
    return payloads.put(body, contentType, contentType === JSON_TYPE ? plainJson(value, body) : null);
  },
};
