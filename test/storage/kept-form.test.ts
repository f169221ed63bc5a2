import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import { jsonOfValue } from "../../src/core/values/json-value.ts";
import type { Env } from "../../src/env.ts";
import { createPayloadStore } from "../../src/payloads/payload-store.ts";
import { createContents } from "../../src/storage/contents.ts";
import { createGate } from "../../src/storage/memory/gate.ts";
import { createMemory } from "../../src/storage/memory/memory.ts";
import { dataNode } from "../../src/taipy-edge.ts";
import { aDataNode } from "../harness/factories.ts";
import { readOne } from "../harness/values.ts";

const payloads = createPayloadStore({ kv: (env as unknown as Env).PAYLOADS, newUuid: () => crypto.randomUUID() });

function contentsOf(config: ReturnType<typeof dataNode.csv>) {
  const memory = createMemory(createGate({ now: () => 0, sleep: async () => {} }));
  const app = { dataNodes: new Map([[config.id, config]]) };
  const contents = createContents({ clock: () => 0, app, payloads, binding: () => undefined, memory });
  const node: DataNodeSnapshot = aDataNode({
    config_id: config.id,
    storage_type: config.storageType,
    properties: config.properties,
    payload: null,
  });
  return { contents, node };
}

/** A file below 256 KiB whose cells take more than the memory that small values have. */
const ROWS = 10_000;
const MORE_ROWS = 18_000;

describe("a file that is small, and whose cells are many, when it is replaced", () => {
  it("keeps line ends, quotes and digits of csv, and its bytes where no cell differs", async () => {
    const { contents, node } = contentsOf(dataNode.csv("subject"));
    const line = '"1","2","3","4","1.10"\r\n';
    const text = `"a","b","c","d","e"\r\n${line.repeat(ROWS)}`;
    expect(text.length).toBeLessThan(256 * 1_024);
    const first = { ...node, payload: await payloads.put(text, "text/csv; charset=utf-8") };
    const rows = JSON.parse(jsonOfValue(await readOne(contents, first)));
    const again = await contents.write(first, rows);
    expect(await payloads.getText(again)).toBe(text);
    const changed = await contents.write(first, [...rows, { a: 1, b: 2, c: 3, d: 4, e: 5 }]);
    expect((await payloads.getText(changed)).slice(-24)).toMatch(/\r\n"1","2","3","4","5(?:\.0)?"\r\n$/);
  });

  it.each(["excel", "parquet"] as const)("keeps the dates of %s, and its bytes where no cell differs", async (type) => {
    const config = type === "excel" ? dataNode.excel("subject", { sheetName: "Data" }) : dataNode.parquet("subject");
    const { contents, node } = contentsOf(config as unknown as ReturnType<typeof dataNode.csv>);
    const dates = Array.from({ length: MORE_ROWS }, (_, n) => ({ n, at: new Date(Date.UTC(2024, 0, 1 + (n % 300))) }));
    const first = { ...node, payload: await contents.write(node, dates) };
    const shown = jsonOfValue(await readOne(contents, first));
    const texts = dates.map(({ n, at }) => ({ n, at: at.toISOString() }));
    const again = { ...node, payload: await contents.write(first, texts) };
    expect(jsonOfValue(await readOne(contents, again)) === shown).toBe(true);
    expect(again.payload.hash).toBe(first.payload.hash);
  });
});

describe("rows that are lists", () => {
  it.each([
    ["1,0\n", "1,0\n5,6\n"],
    ["2020,2019\n1,2\n", "2020,2019\n1,2\n5,6\n"],
  ])("are appended in the order of the columns, whatever their names are: %j", async (text, longer) => {
    const { contents, node } = contentsOf(dataNode.csv("subject"));
    const first = { ...node, payload: await payloads.put(text, "text/csv; charset=utf-8") };
    expect(await payloads.getText(await contents.append(first, [[5, 6]]))).toBe(longer);
  });
});
