import { decodeJson, encodeJson } from "./encoding/dated-json.ts";
import type { StorageType } from "./types.ts";

/** JSON text, with dates in Taipy's form. */
export const json: StorageType = {
  name: "json",
  extension: "json",

  async read({ payloads }, ref) {
    return decodeJson(await payloads.getText(ref));
  },

  async write({ payloads }, value) {
    return payloads.put(encodeJson(value), "application/json");
  },
};
