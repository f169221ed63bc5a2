import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { StorageTypeName } from "../../../src/core/storage-types.ts";
import type { Env } from "../../../src/env.ts";
import { readValue, VALUE_LIMIT } from "../../../src/http/input/body.ts";
import { createContentStore } from "../../../src/payloads/content-store.ts";
import { createPayloadStore } from "../../../src/payloads/payload-store.ts";
import { createContents } from "../../../src/storage/contents.ts";
import { createMemory } from "../../../src/storage/memory/memory.ts";
import { dataNode, fake, jsonBody } from "../fakes.ts";

const kv = (env as unknown as Env).PAYLOADS;
const newUuid = () => crypto.randomUUID();
const payloads = createPayloadStore({ kv, newUuid, wait: async () => {} });
const content = createContentStore({ kv, payloads, newUuid });
/** The budgets of a Worker in which no other value is read. */
const memory = createMemory({ alone: (work) => work() });
const app = { dataNodes: new Map() };
const contents = createContents({ clock: () => 0, app, payloads, binding: () => undefined, memory });

const READ = "/api/v1/datanodes/D/read/";

const node = (storage_type: StorageTypeName, payload: DataNodeSnapshot["payload"] = null): DataNodeSnapshot =>
  dataNode({ id: "D", storage_type, payload });

const sent = (text: string): Promise<unknown> =>
  readValue(new Request("https://a.test", { method: "PUT", ...jsonBody(null), body: text }), VALUE_LIMIT, memory);

async function read(subject: DataNodeSnapshot, query: string): Promise<string> {
  const { handle } = fake({ entities: { data_node: { D: subject } }, values: contents, content });
  const answer = await handle(READ + query, {});
  expect(answer.status).toBe(200);
  return (await answer.text()).replace(/^\{"data": /, "").replace(/\}\n$/, "");
}

const SHAPES = {
  "numbers of a list": (n: number) => `${n}.0`,
  "rows of one cell": (n: number) => `[${n}.0]`,
  "rows of a name and a number": (n: number) => `{"name":"n${n}","price":${n}.0}`,
} as const;

const listOf = (size: number, item: (n: number) => string): string =>
  `[${Array.from({ length: size }, (_, n) => item(n)).join(",")}]`;

/** Items of a text with so many bytes, or with so much memory for their fractions. */
const itemsOf = (bytes: number, item: (n: number) => string) => Math.floor(bytes / (item(20_000).length + 1));

const KIBIBYTE = 1_024;
/** Of texts: from here on they take turns; the memory that all share without a turn holds so many bytes of short numbers. */
const EDGES = [150 * KIBIBYTE, 190 * KIBIBYTE, 230 * KIBIBYTE, 256 * KIBIBYTE, 600 * KIBIBYTE] as const;
const SPREAD = 30 * KIBIBYTE;

describe.each(Object.entries(SHAPES))("whole fractions that are %s", (_, item) => {
  test.each(["json", "pickle"] as const)(
    "stay fractions at any size around the limits of memory, in a %s that is written, read, paged and appended to",
    async (type) => {
      const sizes = fc
        .tuple(fc.constantFrom(...EDGES), fc.integer({ min: -SPREAD, max: SPREAD }))
        .map(([edge, more]) => itemsOf(edge + more, item));
      await fc.assert(
        fc.asyncProperty(sizes, async (size) => {
          const text = listOf(size, item);
          const subject = node(type, await contents.write(node(type), await sent(text)));
          expect((await read(subject, "")) === text).toBe(true);
          expect(await read(subject, "?limit=2")).toBe(listOf(2, item));
          if (type !== "json") return;
          const appended = node(type, await contents.append(subject, await sent(`[${item(size)}]`)));
          expect((await read(appended, "")) === listOf(size + 1, item)).toBe(true);
        }),
        { numRuns: 12, examples: [[itemsOf(150 * KIBIBYTE, item)], [itemsOf(215 * KIBIBYTE, item)]] },
      );
    },
  );
});

describe("a list of different whole fractions", () => {
  /** As docs/storage-types.md says. */
  const KEPT = 350_000;

  test("keeps 350,000 of them", async () => {
    const text = listOf(KEPT, SHAPES["numbers of a list"]);
    const subject = node("json", await contents.write(node("json"), await sent(text)));
    expect((await read(subject, "")) === text).toBe(true);
    expect(await read(subject, `?offset=${KEPT - 2}&limit=2`)).toBe(`[${KEPT - 2}.0,${KEPT - 1}.0]`);
  });

  test("is a list of integers when its fractions don't fit the memory of a value", async () => {
    const size = 400_000;
    const subject = node(
      "json",
      await contents.write(node("json"), await sent(listOf(size, SHAPES["numbers of a list"]))),
    );
    expect(await read(subject, "?limit=2")).toBe("[0,1]");
    expect((await read(subject, "")) === listOf(size, String)).toBe(true);
  });
});

test("a body with Python's NaN keeps as many whole fractions as one without", async () => {
  const text = `[NaN,${listOf(23_000, SHAPES["rows of one cell"]).slice(1)}`;
  expect(text.length).toBeLessThan(256 * KIBIBYTE);
  expect(JSON.stringify(((await sent(text)) as unknown[]).slice(1, 3))).toBe("[[0.0],[1.0]]");
});
