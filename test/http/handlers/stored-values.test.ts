import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import type { DataNodeContents } from "../../../src/core/ports/values.ts";
import type { StorageTypeName } from "../../../src/core/storage-types.ts";
import { plainJsonOf } from "../../../src/core/values/plain-json.ts";
import type { Env } from "../../../src/env.ts";
import { createContentStore } from "../../../src/payloads/content-store.ts";
import { createPayloadStore } from "../../../src/payloads/payload-store.ts";
import { createContents } from "../../../src/storage/contents.ts";
import { ownMemory } from "../../harness/values.ts";
import { dataNode, type FakeOptions, fake } from "../fakes.ts";

const kv = (env as unknown as Env).PAYLOADS;
const newUuid = () => crypto.randomUUID();
const payloads = createPayloadStore({ kv, newUuid, wait: async () => {} });
const content = createContentStore({ kv, payloads, newUuid });
const contents = createContents({
  clock: () => 0,
  app: { dataNodes: new Map() },
  payloads,
  binding: () => undefined,
  memory: ownMemory,
});

const PATH = "/api/v1/datanodes/D/read/";
const JSON_TYPE = "application/json";
/** Too long for a row: what is stored with it lies in KV. */
const PAD = "x".repeat(20_000);

type Parts = Partial<DataNodeSnapshot>;

const node = (storage_type: StorageTypeName, payload: PayloadRef | null, more: Parts = {}) =>
  dataNode({ id: "D", storage_type, payload, ...more });

const serving = (subject: DataNodeSnapshot, more: FakeOptions = {}) =>
  fake({ entities: { data_node: { D: subject } }, values: contents, content, ...more });

async function written(storage_type: StorageTypeName, value: unknown): Promise<DataNodeSnapshot> {
  const fresh = node(storage_type, null);
  return { ...fresh, payload: await contents.write(fresh, value) };
}

const uploaded = async (storage_type: StorageTypeName, body: string | Uint8Array) =>
  node(storage_type, await payloads.put(typeof body === "string" ? new TextEncoder().encode(body) : body, JSON_TYPE));

/** The same bytes under a key that says nothing of them, so that they are decoded. */
async function unknown(subject: DataNodeSnapshot): Promise<DataNodeSnapshot> {
  const { payload } = subject;
  if (payload === null) throw new Error("There is a value");
  return { ...subject, payload: await payloads.put(await payloads.getBytes(payload), payload.content_type) };
}

async function shown(subject: DataNodeSnapshot) {
  const answer = await serving(subject).handle(PATH);
  const { status, headers } = answer;
  return { status, total: headers.get("X-Total-Count"), type: headers.get("Content-Type"), text: await answer.text() };
}

describe("a value that was written as JSON text", () => {
  test("is answered without being decoded", async () => {
    for (const type of ["json", "pickle", "in_memory"] as const) {
      const select = () => Promise.reject(new Error("no value may be decoded"));
      const { handle } = serving(await written(type, [PAD, { a: 1 }]), { values: { ...contents, select } });
      const answer = await handle(PATH);
      expect(answer.headers.get("X-Total-Count")).toBe("2");
      expect(answer.headers.get("Content-Type")).toBe(JSON_TYPE);
      expect(await answer.text()).toBe(`{"data": ["${PAD}",{"a":1}]}\n`);
    }
  });

  const values = fc.oneof(
    fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }),
    fc.anything({ withBigInt: true, withDate: true, withObjectString: true, withNullPrototype: true }),
    fc.constantFrom<unknown>(
      [2 ** 53, 2 ** 60, 1e21, 1e-7, 5e-324, -0, 1.7976931348623157e308],
      { 2: "b", 1: "a", a: 1 },
      JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}'),
      { at: new Date(1) },
      { at: { __type__: "Datetime", __value__: "2024-01-02T03:04:05Z" } },
      { __type__: "Set", n: [1] },
      [10n ** 30n, -1n, 10n ** 5_000n],
      "\ud800 \udc00 \u0000 \u2028 é 😀",
    ),
  );

  test.each(["json", "pickle", "in_memory"] as const)(
    "is answered as if it were decoded: %s",
    async (type) => {
      const property = fc.asyncProperty(values, fc.boolean(), async (value, isList) => {
        const subject = await written(type, isList ? [PAD, value] : { PAD, value }).catch((error: unknown) => {
          if (error instanceof TaipyError) return null;
          throw error;
        });
        if (subject === null) return;
        expect(await shown(subject)).toEqual(await shown(await unknown(subject)));
      });
      await fc.assert(property, { numRuns: 150 });
    },
    60_000,
  );

  test("is recognised as plain JSON, with its number of items when it is a list", async () => {
    const property = fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (value) => {
      expect(plainJsonOf(await written("json", [PAD, value]))).toEqual({ items: 2 });
      expect(plainJsonOf(await written("json", { PAD, value }))).toEqual({ items: null });
    });
    await fc.assert(property, { numRuns: 50 });
  });

  test("is answered as if it were decoded when all of it is a text", async () => {
    const subject = await written("json", PAD);
    expect(await shown(subject)).toEqual(await shown(await unknown(subject)));
  });

  test.each<[string, StorageTypeName, unknown, string]>([
    ["a date", "json", new Date(250), '{"__type__":"Datetime","__value__":"1970-01-01T00:00:00.250000"}'],
    ["what a node of another type may take for a date", "pickle", { __type__: "Datetime" }, '{"__type__":"Datetime"}'],
    ["a number that JSON has not", "pickle", Number.NaN, "null"],
    ["a big integer", "json", 2n ** 70n, "1180591620717411303424"],
  ])("is decoded when there is %s in it", async (_, type, value, form) => {
    const subject = await written(type, [PAD, value]);
    expect(plainJsonOf(subject)).toBeNull();
    expect((await shown(subject)).text).toBe(`{"data": ["${PAD}",${form}]}\n`);
  });

  test("is decoded for a part of it, and for a type that reads the same file as another text", async () => {
    const subject = await written("json", [PAD, { a: 1 }, 3]);
    const part = await serving(subject).handle(`${PATH}?offset=1&limit=1`);
    expect([part.headers.get("X-Total-Count"), await part.text()]).toEqual(["3", '{"data": [{"a":1}]}\n']);
    const table = await shown({ ...subject, storage_type: "csv" });
    expect(table.text).not.toContain('{"a":1}');
  });

  test("is not fetched for HEAD", async () => {
    const open = () => Promise.reject(new Error("no payload may be opened"));
    const { handle } = serving(await written("json", [PAD]), { content: { ...content, open } });
    const answer = await handle(PATH, { method: "HEAD" });
    expect([answer.status, answer.headers.get("X-Total-Count"), await answer.text()]).toEqual([200, "1", ""]);
  });

  test("is fetched again when the store fails for a moment", async () => {
    const open = () => Promise.reject(new TaipyError("database_unavailable", "KV failed."));
    const { handle } = serving(await written("json", [PAD]), { content: { ...content, open } });
    expect(await (await handle(PATH)).json()).toEqual({ data: [PAD] });
  });

  test("is 503 and names the edit when it is missing", async () => {
    const subject = await written("json", [PAD]);
    const open = () => Promise.reject(new TaipyError("payload_missing", "no value lies under the key k."));
    const { handle } = serving({ ...subject, edit_number: 7 }, { content: { ...content, open } });
    const answer = await handle(PATH);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/^Edit 7 of data node D /) });
  });

  test("breaks the answer off when the store fails, so that a part can't pass for the whole", async () => {
    const open = async () => new Response('["x"]').body ?? new ReadableStream();
    const { handle } = serving(await written("json", [PAD]), { content: { ...content, open } });
    await expect((await handle(PATH)).text()).rejects.toThrow();
  });
});

describe("a file that was uploaded", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  test.each<[string, string, string]>([
    ["blanks and line ends", " [ 1 ,\r\n\t2 ] \n", "[1,2]"],
    ["a byte order mark", '\uFEFF{"a": 1}', '{"a":1}'],
    ["a member that comes twice", '{"a": 1, "b": 2, "a": 3}', '{"a":3,"b":2}'],
    ["a member called __proto__", '{"__proto__": {"a": 1}}', '{"__proto__":{"a":1}}'],
    ["a number beyond all doubles", "[1e999, -1e999]", "[null,null]"],
    ["-0", "[-0]", "[0]"],
    ["an integer beyond 2^53", "[12345678901234567890]", "[12345678901234567890]"],
    [
      "more digits than a double has",
      "[0.1000000000000000055511151231257827]",
      "[0.1000000000000000055511151231257827]",
    ],
    ["half a surrogate pair", '["\\ud800"]', '["\\ud800"]'],
    ["a thousand and one levels", deep(1_001), `${"[".repeat(1_000)}null${"]".repeat(1_000)}`],
    [
      "a date in another spelling",
      '{"__type__": "Datetime", "__value__": "2024-01-02T03:04:05.6Z"}',
      '{"__type__":"Datetime","__value__":"2024-01-02T03:04:05.600000"}',
    ],
    [
      "a date without Z",
      '[{"__type__": "Datetime", "__value__": "2024-01-02T03:04:05"}]',
      '[{"__type__":"Datetime","__value__":"2024-01-02T03:04:05"}]',
    ],
  ])("is answered in our form where it has %s", async (_, text, form) => {
    expect((await shown(await uploaded("json", text))).text).toBe(`{"data": ${form}}\n`);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ["no JSON", '{"a": 1,\n oops}', /not JSON \(line 2, column 2\): expected a name in double quotes\. Data node/],
    ["JSON with something behind it", "[1] 2", /not JSON \(line 1, column 5\)/],
    ["nothing", "", /not JSON/],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), /not UTF-8/],
  ])("is refused with its position when it is %s", async (_, body, message) => {
    const { status, text } = await shown(await uploaded("json", body));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(text)).toMatchObject({ code: "invalid_value", message: expect.stringMatching(message) });
  });
});

describe("the entity tag of a value", () => {
  const tagOf = async (subject: DataNodeSnapshot, query = "", init: RequestInit = {}) =>
    (await serving(subject).handle(PATH + query, init)).headers.get("ETag");

  test("answers 304 to a caller that has the value, which is then not fetched", async () => {
    for (const type of ["json", "csv"] as const) {
      const subject = await written(type, [{ a: 1, pad: PAD }]);
      const tag = await tagOf(subject);
      const unused = () => Promise.reject(new Error("no value may be fetched"));
      const { handle } = serving(subject, {
        values: { ...contents, select: unused },
        content: { ...content, open: unused },
      });
      for (const given of [tag, `W/${tag}`, `"other", ${tag}`]) {
        const answer = await handle(PATH, { headers: { "If-None-Match": String(given) } });
        expect([answer.status, answer.headers.get("ETag"), await answer.text()]).toEqual([304, tag, ""]);
      }
    }
  });

  test("is another one for another value, another part, and the same bytes read as another type", async () => {
    const subject = await written("json", [1, 2, 3]);
    const again = await written("json", [1, 2, 3]);
    const bytes = await payloads.getBytes(await payloads.put("[1,2,3]", JSON_TYPE));
    const devalue = node("pickle", await payloads.put(bytes, "application/vnd.taipy-edge.devalue+json"));
    const tag = await tagOf(subject);
    expect(tag).toMatch(/^".+"$/);
    expect(await tagOf(again)).toBe(tag);
    const others = await Promise.all([
      tagOf(await written("json", [1, 2])),
      tagOf(subject, "?limit=2"),
      tagOf(subject, "?offset=2"),
      tagOf(devalue),
    ]);
    expect(new Set([tag, ...others]).size).toBe(5);
    const stale = await serving(await written("json", [1, 2])).handle(PATH, { headers: { "If-None-Match": `${tag}` } });
    expect(stale.status).toBe(200);
  });

  test("of an older edit is that of its value", async () => {
    const older = await written("json", "older");
    const newer = await written("json", "newer");
    const edit = { ...older.payload, data_node_id: "D", number: 1, timestamp: "2026-11-23T06:00:00" };
    const more = { job_id: null, editor_id: null, comment: null };
    const { handle } = serving(newer, { entityReader: { edit: async () => ({ ...edit, ...more }) as never } });
    expect((await handle(`${PATH}?edit=1`)).headers.get("ETag")).toBe(await tagOf(older));
  });

  test("does not exist where the answer depends on more than the stored value", async () => {
    const subject = await written("json", [{ a: 1 }]);
    const filter = { operators: [{ key: "a", value: 1, operator: "EQUAL" }] };
    const operators = encodeURIComponent(JSON.stringify(filter.operators));
    const body = { method: "POST", body: JSON.stringify(filter), headers: { "Content-Type": JSON_TYPE } };
    expect(await tagOf(subject, `?operators=${operators}`)).toBeNull();
    expect(await tagOf(subject, "", body)).toBeNull();
    expect(await tagOf(subject, "", { method: "POST" })).toBeNull();
    const binding = () => "utf-8";
    const configured = fake({
      entities: { data_node: { D: { ...subject, properties: { encoding: "ENV[ENCODING]" } } } },
      values: createContents({ clock: () => 0, app: { dataNodes: new Map() }, payloads, binding, memory: ownMemory }),
    });
    const read = await configured.handle(PATH);
    expect([read.headers.get("ETag"), await read.json()]).toEqual([null, { data: [{ a: 1 }] }]);
    expect(await tagOf(node("json", null))).toBeNull();
    const values: Partial<DataNodeContents> = {
      select: async (_node, _selection, use) => use({ value: [1], total: 1 }),
    };
    const outside = { ...subject, storage_type: "generic" as const, payload: { ...subject.payload, tier: "outside" } };
    const { handle } = serving(outside as DataNodeSnapshot, { values });
    const answer = await handle(PATH, { headers: { "If-None-Match": "*" } });
    expect([answer.status, answer.headers.get("ETag")]).toEqual([200, null]);
  });
});
