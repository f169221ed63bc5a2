import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import { DEVALUE_TYPE, STORAGE_TYPES, type StorageTypeName } from "../../../src/core/storage-types.ts";
import { Budget } from "../../../src/core/values/budget.ts";
import type { Env } from "../../../src/env.ts";
import { parsePythonJson } from "../../../src/http/input/python-json.ts";
import { createContentStore } from "../../../src/payloads/content-store.ts";
import { createPayloadStore } from "../../../src/payloads/payload-store.ts";
import { createContents } from "../../../src/storage/contents.ts";
import { ownMemory, readOne } from "../../harness/values.ts";
import { dataNode, fake, jsonBody } from "../fakes.ts";

const kv = (env as unknown as Env).PAYLOADS;
const newUuid = () => crypto.randomUUID();
const payloads = createPayloadStore({ kv, newUuid, wait: async () => {} });
const content = createContentStore({ kv, payloads, newUuid });
const app = { dataNodes: new Map() };
const contents = createContents({ clock: () => 0, app, payloads, binding: () => undefined, memory: ownMemory });

const READ = "/api/v1/datanodes/D/read/";
const KEEPING = ["json", "pickle", "in_memory"] as const;
/** Too long for a row: what is stored with it lies in KV, and goes to the caller as it is stored when it is plain JSON. */
const PAD = JSON.stringify("x".repeat(20_000));

const node = (storage_type: StorageTypeName, payload: DataNodeSnapshot["payload"] = null): DataNodeSnapshot =>
  dataNode({ id: "D", storage_type, payload });

/** The value of a body. */
function sent(text: string): unknown {
  const parsed = parsePythonJson(text, "written", new Budget());
  if (!parsed.ok) throw new Error(`no JSON: ${text}`);
  return parsed.value;
}

async function written(type: StorageTypeName, text: string): Promise<DataNodeSnapshot> {
  return node(type, await contents.write(node(type), sent(text)));
}

async function read(subject: DataNodeSnapshot, query = "", init: RequestInit = {}): Promise<string> {
  const { handle } = fake({ entities: { data_node: { D: subject } }, values: contents, content });
  const answer = await handle(READ + query, init);
  expect(answer.status).toBe(200);
  return (await answer.text()).replace(/^\{"data": /, "").replace(/\}\n$/, "");
}

/** A text of JSON, and the text in which Python's `json` would write its value, with JavaScript's blanks. */
type Document = readonly [sent: string, expected: string];

const numbers: readonly Document[] = [
  ["1.0", "1.0"],
  ["-0.0", "-0.0"],
  ["1e3", "1000.0"],
  ["2.50", "2.5"],
  ["1E16", "1e+16"],
  ["7", "7"],
  ["-3.00", "-3.0"],
  ["0.0", "0.0"],
  ["12345678901234567890", "12345678901234567890"],
];
const others: readonly Document[] = ["null", "true", '"1.0"', '"a"', "[]", "{}"].map((text) => [text, text]);
const { value: documents } = fc.letrec<{ value: Document }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...numbers, ...others),
    fc
      .array(tie("value"), { maxLength: 4 })
      .map(
        (items): Document => [
          `[ ${items.map(([text]) => text).join(" , ")} ]`,
          `[${items.map(([, text]) => text).join(",")}]`,
        ],
      ),
    fc
      .dictionary(fc.constantFrom("a", "b", "é", "1.0"), tie("value"), { maxKeys: 3 })
      .map(
        (members): Document => [
          `{${Object.entries(members).map(([name, [text]]) => `${JSON.stringify(name)} : ${text}`)}}`,
          `{${Object.entries(members).map(([name, [, text]]) => `${JSON.stringify(name)}:${text}`)}}`,
        ],
      ),
  ),
}));

describe.each(KEEPING)("a whole fraction that is written to a data node of type %s", (type) => {
  test("is read as a fraction at any place of any document, from a row and from KV", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async ([text, expected]) => {
        expect(await read(await written(type, text))).toBe(expected);
        expect(await read(await written(type, `[${PAD},${text}]`))).toBe(`[${PAD},${expected}]`);
      }),
      { numRuns: 100 },
    );
  });

  test("is read as a fraction in a page, in chosen columns, and by a filter, which takes 1.0 for 1", async () => {
    const subject = await written(type, '[{"a":1.0,"b":2},{"a":1,"b":2.0},{"a":3.0,"b":-0.0}]');
    expect(await read(subject, "?offset=1&limit=1")).toBe('[{"a":1,"b":2.0}]');
    expect(await read(subject, "?columns=a")).toBe('[{"a":1.0},{"a":1},{"a":3.0}]');
    const equal = JSON.stringify([{ key: "a", value: 1, operator: "EQUAL" }]);
    expect(await read(subject, `?operators=${encodeURIComponent(equal)}`)).toBe('[{"a":1.0,"b":2},{"a":1,"b":2.0}]');
    const more = '[{"key": "a", "value": 1.0, "operator": "GREATER_THAN"}]';
    expect(await read(subject, `?operators=${encodeURIComponent(more)}`)).toBe('[{"a":3.0,"b":-0.0}]');
    const nested = await written(type, '{"x": [{"a": 1.0}], "y": [{"a": 2.0}]}');
    const body = jsonBody({ operators: [{ key: "a", value: 2, operator: "EQUAL" }] });
    expect(await read(nested, "", { method: "POST", ...body })).toBe('{"x":[],"y":[{"a":2.0}]}');
  });

  test("is a fraction beside a date and beside a long integer", async () => {
    const date = '{"__type__": "Datetime", "__value__": "2024-01-02T03:04:05Z"}';
    const text = await read(await written(type, `[1.0, ${date}, 12345678901234567890]`));
    expect(text).toMatch(
      /^\[1\.0,\{"__type__":\s*"Datetime","__value__":"2024-01-02T03:04:05\S*"\},12345678901234567890\]$/,
    );
  });

  test("is a list of 3,000 rows that is answered in pieces", async () => {
    const row = '{"a":1.0,"at":{"__type__":"Datetime","__value__":"2024-01-02T03:04:05"}}';
    const rows = Array<string>(3_000).fill(row).join(",");
    expect(await read(await written(type, `[${rows}]`))).toBe(`[${rows}]`);
  });

  test("is JavaScript's number for a task, without a trace of the fraction", async () => {
    const value = await readOne(contents, await written(type, '[1.0, -0.0, {"a": 1e3}, 1.5, 12345678901234567890]'));
    expect(value).toStrictEqual([1, -0, { a: 1_000 }, 1.5, 12345678901234567890n]);
    expect(JSON.stringify(await readOne(contents, await written(type, '{"a": 1.0}')))).toBe('{"a":1}');
  });

  test("comes back from a file that is uploaded, and what a task returns is JavaScript's number", async () => {
    const file = '{"a": [1.0,\n 2e0, 3], "b": -0.0}';
    const subject = node(type, await payloads.put(new TextEncoder().encode(file), "application/json"));
    expect(await read(subject)).toBe('{"a":[1.0,2.0,3],"b":-0.0}');
    const returned = node(type, await contents.write(node(type), { a: 1, b: 1.5 }));
    expect(await read(returned)).toBe('{"a":1,"b":1.5}');
  });
});

describe("a whole fraction in a pickle that JSON can't hold", () => {
  test("is read as a fraction, and as JavaScript's number by a task", async () => {
    const subject = await written("pickle", "[NaN, 1.0, -0.0, 1e16, Infinity, 1]");
    expect(subject.payload?.content_type).toBe(DEVALUE_TYPE);
    expect(await read(subject)).toBe("[null,1.0,-0.0,1e+16,null,1]");
    expect(await readOne(contents, subject)).toStrictEqual([Number.NaN, 1, -0, 1e16, Infinity, 1]);
  });

  test("is stored as release 0.1.0 can read it", async () => {
    const subject = await written("pickle", "[NaN, 1.0]");
    expect(subject.payload?.body).toBe('[[-3,1],["Object",2],1]');
  });
});

test("a list with whole fractions is appended to with whole fractions, and what was there keeps its own", async () => {
  const first = await written("json", "[1.0, 2]");
  const appended = node("json", await contents.append(first, sent("[3.0, 4]")));
  expect(await read(appended)).toBe("[1.0,2,3.0,4]");
  expect(await read(node("json", await contents.append(appended, sent("5e0"))))).toBe("[1.0,2,3.0,4,5.0]");
  await expect(contents.append(await written("json", "1.0"), sent('{"a": 1}'))).rejects.toThrow(
    "an object to a number",
  );
});

test("a table takes whole fractions as numbers", async () => {
  const subject = node("csv");
  const { handle } = fake({ entities: { data_node: { D: subject } }, values: contents, content });
  const texts: string[] = [];
  const write: typeof contents.write = async (to, value) => {
    const payload = await contents.write(to, value);
    texts.push(String(payload.body));
    return payload;
  };
  const writing = fake({ entities: { data_node: { D: subject } }, values: { ...contents, write }, content });
  const init = { method: "PUT", body: '[{"a": 1.0, "b": 2.5}]', headers: { "Content-Type": "application/json" } };
  expect((await writing.handle("/api/v1/datanodes/D/write/", init)).status).toBe(200);
  expect(texts).toEqual(["a,b\n1,2.5\n"]);
  expect((await handle(READ)).status).toBe(200);
});

test("every storage type is known to keep whole fractions or not", () => {
  expect(STORAGE_TYPES.filter((type) => (KEEPING as readonly string[]).includes(type)).sort()).toEqual(
    [...KEEPING].sort(),
  );
});
