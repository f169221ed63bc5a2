import { describe, expect, it } from "vitest";
import type { StorageTypeName } from "../../../src/core/storage-types.ts";
import { keyEnding, plainJsonOf } from "../../../src/core/values/plain-json.ts";
import { aDataNode, aStoredPayload } from "../../harness/factories.ts";

const known = (key: string | null, storage_type: StorageTypeName = "json") =>
  plainJsonOf(
    aDataNode({
      storage_type,
      payload: aStoredPayload(key),
    }),
  );

describe("the plain JSON marker of a payload key", () => {
  it.each([{ items: null }, { items: 0 }, { items: 21_978 }])("is read as it was written: %j", (plain) => {
    for (const type of ["json", "pickle", "in_memory"] as const) {
      expect(known(`payloads/00000000-0000-4000-8000-000000000000${keyEnding(plain)}`, type)).toEqual(plain);
    }
  });

  it.each([
    null,
    "",
    "payloads/1",
    "payloads/1/plain-",
    "payloads/1/plain-1x",
    "payloads/1/plain/2",
    "payloads/1-plain",
  ])("is missing when the key is %j", (key) => expect(known(key)).toBeNull());

  it("is ignored for storage types that do not store JSON, even if the file is the same", () => {
    for (const type of ["csv", "excel", "parquet", "sql", "generic"] as const) {
      expect(known("payloads/1/plain-2", type)).toBeNull();
    }
  });

  it("is missing while the data node has no value", () => {
    expect(plainJsonOf(aDataNode({ storage_type: "json", payload: null }))).toBeNull();
  });
});
