import { describe, expect, it } from "vitest";
import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import { createContentStore } from "../../src/payloads/content-store.ts";
import { createPayloadStore } from "../../src/payloads/payload-store.ts";
import { createContents } from "../../src/storage/contents.ts";
import { aDataNode } from "../harness/factories.ts";
import { ownMemory, readOne } from "../harness/values.ts";

/** The worst that KV may do: for ever answers the first value that a key had, and lists every put. */
function stubbornKv() {
  const first = new Map<string, ArrayBuffer>();
  const puts: string[] = [];
  const get = async (key: string) => first.get(key) ?? null;
  return {
    puts,
    first,
    kv: {
      get: get as unknown as KVNamespace["get"] & typeof get,
      async put(key: string, value: Uint8Array) {
        puts.push(key);
        if (!first.has(key)) first.set(key, value.slice().buffer);
      },
      delete: async () => {},
    },
  };
}

function world() {
  const { kv, puts, first } = stubbornKv();
  const newUuid = () => crypto.randomUUID();
  const payloads = createPayloadStore({ kv, newUuid, wait: async () => {} });
  const content = createContentStore({ kv, payloads, newUuid });
  const values = createContents({
    clock: () => 0,
    app: { dataNodes: new Map() },
    payloads,
    binding: () => undefined,
    memory: ownMemory,
  });
  return { puts, first, content, values };
}

const node = (storage_type: DataNodeSnapshot["storage_type"], payload: PayloadRef | null = null, edit_number = 0) =>
  aDataNode({
    id: "DATANODE_price_1",
    config_id: "price",
    storage_type,
    last_edit_date: payload === null ? null : "2026-11-23T06:00:00",
    edit_number,
    payload,
  });

/** Too large to travel in a row. */
const large = (seed: number) => [seed, "x".repeat(20_000)];

describe("a store that always serves the first value of a key", () => {
  it("makes no difference, because every write, append and upload has a key of its own", async () => {
    const { puts, values, content } = world();
    const refs = [
      ...(await Promise.all([1, 2, 3].map((seed) => values.write(node("json"), large(seed))))),
      // The same value again is another write.
      await values.write(node("json"), large(3)),
      await content.put(new Response(JSON.stringify(large(4))).body, "application/json"),
    ];
    refs.push(await values.append(node("json", refs[0] ?? null, 1), [5]));
    expect(new Set(puts).size).toBe(refs.length);
    const read = refs.map((payload, index) => readOne(values, node("json", payload, index + 1)));
    const expected = [large(1), large(2), large(3), large(3), large(4), [...large(1), 5]];
    expect(await Promise.all(read)).toEqual(expected);
  });
});

describe("a payload that is missing", () => {
  it.each(["pickle", "json", "csv"] as const)("is an error with the edit's name, never null (%s)", async (type) => {
    const { values, first } = world();
    const payload = await values.write(node(type), [{ text: "x".repeat(20_000) }]);
    first.clear();
    const gone = node(type, payload, 7);
    const refusal = {
      code: "payload_missing",
      message: expect.stringMatching(/^Edit 7 of data node DATANODE_price_1/),
    };
    await expect(readOne(values, gone)).rejects.toMatchObject(refusal);
    const selection = { filter: null, columns: null, offset: 0, limit: 1 };
    await expect(values.select(gone, selection, () => null)).rejects.toMatchObject(refusal);
    await expect(values.check(gone, payload)).rejects.toMatchObject({ code: "payload_missing" });
  });

  it("is an error for a value that was removed from its row, too", async () => {
    const { values } = world();
    const payload = { ...(await values.write(node("pickle"), 1)), body: null };
    await expect(readOne(values, node("pickle", payload, 2))).rejects.toMatchObject({ code: "payload_missing" });
  });
});

describe("content that is garbage", () => {
  it.each([
    ["json", '{"a": 1,\n "b": oops}', /line 2, column 7/],
    ["pickle", "\u0080\u0004K\u0001.", /not application\/json/],
    ["csv", "a,b\n1,2\n1,2,3\n", /3 fields in row 3/],
  ] as const)("of type %s is refused, and the message names the position", async (type, text, message) => {
    const { values, content } = world();
    const payload = await content.put(new Response(text).body, values.mediaTypes(node(type))[0] ?? "");
    await expect(values.check(node(type), payload)).rejects.toMatchObject({
      code: "unreadable_content",
      message: expect.stringMatching(message),
    });
  });
});
