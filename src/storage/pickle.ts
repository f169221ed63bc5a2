import { JSON_TYPE } from "../core/storage-types.ts";
import { plainJson } from "../core/values/plain-json.ts";
import { decodeAnyValue, encodeAnyValue } from "./encoding/any-value.ts";
import { storedText } from "./encoding/stored-text.ts";
import type { StorageType } from "./types.ts";

/** Any JavaScript value without code in it. The default type. */
export const pickle: StorageType = {
  async read(context, ref) {
    return decodeAnyValue(await storedText(context, ref), ref.content_type, context.budget, context.numbers);
  },

  async write({ payloads, budget }, value) {
    const { body, contentType } = await encodeAnyValue(value, budget);
    return payloads.put(body, contentType, contentType === JSON_TYPE ? plainJson(value, body) : null);
  },
};
