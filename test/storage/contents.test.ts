/// <reference types="vite/types/importMeta.d.ts" />

import { describe, expect, it } from "vitest";
import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import { STORAGE_TYPES, type StorageTypeName } from "../../src/core/storage-types.ts";
import { createContents, storageTypes } from "../../src/storage/contents.ts";
import type { PayloadStore, StorageType } from "../../src/storage/types.ts";
import { aDataNode, aPayload } from "../harness/factories.ts";
import { ownMemory, readOne } from "../harness/values.ts";

const modules = import.meta.glob<Record<string, StorageType>>(
  ["../../src/storage/*.ts", "!**/{contents,types,codecs}.ts"],
  {
    eager: true,
  },
);

const contracts = import.meta.glob<string>("../{storage,databases}/every-type.test.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

const payloads: PayloadStore = {
  put: async (body, content_type) => ({ ...aPayload(String(body)), content_type }),
  getText: async ({ body }) => body ?? "",
  getBytes: async () => new Uint8Array(),
};

const dataNode = (parts: Partial<DataNodeSnapshot>): DataNodeSnapshot =>
  aDataNode({ id: "DATANODE_price_1", config_id: "price", ...parts });

describe("the codecs of storage types", () => {
  it("are exactly the files of the folder, each of which exports one codec under the name of its row", () => {
    const fileNames = Object.keys(modules).map((path) => path.split("/").at(-1));
    expect(fileNames.sort()).toEqual(STORAGE_TYPES.map((name) => `${name.replaceAll("_", "-")}.ts`).sort());
    const exported = Object.entries(modules).flatMap(([path, module]) =>
      Object.values(module).map((codec) => [path.split("/").at(-1)?.slice(0, -3).replaceAll("-", "_"), codec]),
    );
    expect(exported.map(([name]) => name).sort()).toEqual([...STORAGE_TYPES].sort());
    for (const [name, codec] of exported) expect(storageTypes[name as StorageTypeName], String(name)).toBe(codec);
    expect(Object.keys(storageTypes).sort()).toEqual([...STORAGE_TYPES].sort());
  });

  it("all run the contract of every type", () => {
    const calls = Object.values(contracts).flatMap((source) => [
      ...source.matchAll(/^ *describeEveryType\(\{\s*type: "(\w+)",/gm),
    ]);
    expect(new Set(calls.map(([, type]) => type))).toEqual(new Set(STORAGE_TYPES));
  });
});

describe("values of data nodes", () => {
  const values = createContents({
    clock: () => 0,
    app: { dataNodes: new Map() },
    payloads,
    binding: () => undefined,
    memory: ownMemory,
  });

  it("are undefined when nothing was ever written", async () => {
    expect(await readOne(values, dataNode({ payload: null }))).toBeUndefined();
  });

  it("go through the node's storage type", async () => {
    const node = dataNode({ storage_type: "csv", properties: { has_header: false } });
    const payload = await values.write(node, [[1, "a"]]);
    expect(payload).toMatchObject({ body: "1,a\n", content_type: "text/csv; charset=utf-8" });
    expect(await readOne(values, { ...node, payload })).toEqual([{ "0": 1, "1": "a" }]);
  });

  it("name the data node in a refusal", async () => {
    const message = expect.stringContaining("Data node: DATANODE_price_1 (json).");
    const node = dataNode({ storage_type: "json" });
    await expect(values.write(node, NaN)).rejects.toMatchObject({ code: "invalid_value", message });
    await expect(readOne(values, { ...node, payload: aPayload("{oops") })).rejects.toMatchObject({ message });
  });

  it("are refused for a storage type that does not exist here", async () => {
    const node = dataNode({ storage_type: "ghost" as "pickle", payload: aPayload("1") });
    const refusal = {
      code: "invalid_value",
      message: expect.stringContaining("pickle, in_memory, csv, excel, json, parquet"),
    };
    await expect(readOne(values, node)).rejects.toMatchObject(refusal);
    await expect(values.write(node, 1)).rejects.toMatchObject(refusal);
  });
});

describe("an uploaded JSON file", () => {
  const values = createContents({
    clock: () => 0,
    app: { dataNodes: new Map() },
    payloads,
    binding: () => undefined,
    memory: ownMemory,
  });
  const check = (storage_type: StorageTypeName, text: string) => {
    const payload = { ...aPayload(text), content_type: "application/json" };
    return values.check(dataNode({ storage_type }), payload, new TextEncoder().encode(text));
  };

  it.each(["json", "pickle", "in_memory"] as const)(
    "of %s is refused for a number that nothing can keep, with its place",
    async (type) => {
      for (const [text, place] of [
        ["[1,\n 1e400]", "line 2, column 2"],
        ["1e999", "line 1, column 1"],
        [`{"n": ${"7".repeat(4_301)}}`, "line 1, column 7"],
      ] as const) {
        const refusal = {
          code: "invalid_value",
          message: expect.stringContaining(`(${place}) can't be kept`),
        };
        await expect(check(type, text)).rejects.toMatchObject(refusal);
      }
      await check(type, `[1.7e308, ${"7".repeat(4_300)}, "1e999", 1e-300]`);
    },
  );

  it("of an earlier release that has such a number can still be read", async () => {
    const payload = { ...aPayload("[1e400]"), content_type: "application/json" };
    expect(await values.read([dataNode({ storage_type: "json", payload })], ([value]) => value)).toEqual([Infinity]);
  });
});
