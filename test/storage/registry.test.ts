/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, it } from "vitest";
import { type DataNodeSnapshot, STORAGE_TYPES } from "../../src/core/entities/data-node.ts";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import { createValues, isTabular, storageTypes } from "../../src/storage/index.ts";
import type { PayloadStore, StorageType } from "../../src/storage/types.ts";
import { snapshotOf } from "./snapshot.ts";

const modules = import.meta.glob<Record<string, StorageType>>(
  ["../../src/storage/*.ts", "!**/{index,types,outside}.ts"],
  {
    eager: true,
  },
);

const contracts = import.meta.glob<string>("../{storage,databases}/every-type.test.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

const inline = (body: string): PayloadRef => ({
  tier: "inline",
  content_type: "application/json",
  size: body.length,
  hash: "",
  key: null,
  body,
});

const payloads: PayloadStore = {
  put: async (body, content_type) => ({ ...inline(String(body)), content_type }),
  getText: async ({ body }) => body ?? "",
  getBytes: async () => new Uint8Array(),
};

const dataNode = (parts: Partial<DataNodeSnapshot>): DataNodeSnapshot =>
  snapshotOf({ id: "DATANODE_price_1", config_id: "price", ...parts });

describe("the table of storage types", () => {
  it("lists exactly the files of the folder, each exporting one type", () => {
    const fileNames = Object.keys(modules).map((path) => path.split("/").at(-1));
    const registered = [...storageTypes.keys()].map((name) => `${name.replaceAll("_", "-")}.ts`);
    expect(fileNames.sort()).toEqual(registered.sort());
    const exported = Object.values(modules).flatMap((module) => Object.values(module));
    expect(new Set(exported)).toEqual(new Set(storageTypes.values()));
  });

  it("has the types under their own names, in the order of the names", () => {
    expect([...storageTypes.values()].map((type) => type.name)).toEqual([...storageTypes.keys()]);
    expect([...storageTypes.keys()]).toEqual(STORAGE_TYPES.filter((name) => storageTypes.has(name)));
  });

  it("has no type that does not run the contract of every type", () => {
    const calls = Object.values(contracts).flatMap((source) => [
      ...source.matchAll(/^ *describeEveryType\(\{\s*type: "(\w+)",/gm),
    ]);
    expect(new Set(calls.map(([, type]) => type))).toEqual(new Set(STORAGE_TYPES));
  });

  it("knows the types whose values are tables", () => {
    expect(STORAGE_TYPES.filter(isTabular)).toEqual(["csv", "excel", "parquet", "sql_table", "sql"]);
  });
});

describe("values of data nodes", () => {
  const values = createValues({ app: { dataNodes: new Map() }, payloads, binding: () => undefined });

  it("are undefined when nothing was ever written", async () => {
    expect(await values.read(dataNode({ payload: null }))).toBeUndefined();
  });

  it("go through the node's storage type", async () => {
    const node = dataNode({ storage_type: "csv", properties: { has_header: false } });
    const payload = await values.write(node, [[1, "a"]]);
    expect(payload).toMatchObject({ body: "1,a\n", content_type: "text/csv; charset=utf-8" });
    expect(await values.read({ ...node, payload })).toEqual([{ "0": 1, "1": "a" }]);
  });

  it("name the data node in a refusal", async () => {
    const message = expect.stringContaining("Data node: DATANODE_price_1 (json).");
    const node = dataNode({ storage_type: "json" });
    await expect(values.write(node, NaN)).rejects.toMatchObject({ code: "invalid_value", message });
    await expect(values.read({ ...node, payload: inline("{oops") })).rejects.toMatchObject({ message });
  });

  it("are refused for a storage type that does not exist here", async () => {
    const node = dataNode({ storage_type: "ghost" as "pickle", payload: inline("1") });
    const refusal = {
      code: "invalid_value",
      message: expect.stringContaining("pickle, in_memory, csv, excel, json, parquet"),
    };
    await expect(values.read(node)).rejects.toMatchObject(refusal);
    await expect(values.write(node, 1)).rejects.toMatchObject(refusal);
  });
});
