import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { problemOf } from "../../src/http/pipeline/problems.ts";
import { createContents, currentValue } from "../../src/storage/contents.ts";
import { generic } from "../../src/storage/generic.ts";
import { OUTSIDE, type StorageContext } from "../../src/storage/types.ts";
import { type DataNodeConfig, dataNode, type GenericContext } from "../../src/taipy-edge.ts";
import { aDataNode } from "../harness/factories.ts";
import { ownMemory, readOne } from "../harness/values.ts";
import { unusedPayloads } from "./snapshot.ts";

const contextOf = (config: DataNodeConfig | null, bindings: Record<string, unknown> = {}): StorageContext => ({
  dataNode: { id: "DATANODE_g_1", config_id: "g", storage_type: "generic", properties: {} },
  config,
  get budget() {
    return new Budget();
  },
  payloads: unusedPayloads,
  binding: (name) => bindings[name],
});

describe("a generic data node", () => {
  it("reads the result of its function, which gets the listed arguments and then its context", async () => {
    const calls: unknown[][] = [];
    const readFct = (...args: unknown[]) => {
      calls.push(args);
      return { rows: 3 };
    };
    const context = contextOf(dataNode.generic("g", { readFct, readFctArgs: ["table", 5] }));
    expect(await generic.read(context, OUTSIDE)).toEqual({ rows: 3 });
    expect(calls).toEqual([["table", 5, { dataNodeId: "DATANODE_g_1", binding: expect.any(Function) }]]);
  });

  it("refuses a result whose rows and answer would not fit into memory", async () => {
    const readFct = () => Array.from({ length: 1_000_000 }, () => []);
    const refusal = { code: "value_too_large", message: expect.stringContaining("the result of the read function") };
    await expect(generic.read(contextOf(dataNode.generic("g", { readFct })), OUTSIDE)).rejects.toMatchObject(refusal);
  });

  it("writes with its function, which gets the value first", async () => {
    const calls: unknown[][] = [];
    const config = dataNode.generic<Date>("g", {
      writeFct: (...args) => void calls.push(args),
      writeFctArgs: ["there"],
    });
    const value = new Date(0);
    expect(await generic.write(contextOf(config), value)).toEqual(OUTSIDE);
    expect(calls).toEqual([[value, "there", expect.objectContaining({ dataNodeId: "DATANODE_g_1" })]]);
  });

  it("waits for functions that return a promise", async () => {
    let kept: number | null = null;
    const config = dataNode.generic<number>("g", {
      readFct: () => scheduler.wait(1).then(() => 7),
      writeFct: async (value) => {
        await scheduler.wait(1);
        kept = value;
      },
    });
    expect(await generic.read(contextOf(config), OUTSIDE)).toBe(7);
    await generic.write(contextOf(config), 8);
    expect(kept).toBe(8);
  });

  it("reaches the Worker's bindings by name, and has secrets in its arguments when it reads", async () => {
    const readFct = (key: string, { binding }: GenericContext) => [key, binding("STORE"), binding("MISSING")];
    const config = dataNode.generic("g", { readFct, readFctArgs: ["ENV[API_KEY]"] });
    const context = contextOf(config, { API_KEY: "k", STORE: "store" });
    expect(await generic.read(context, OUTSIDE)).toEqual(["k", "store", undefined]);
    expect(config.properties).toEqual({ read_fct_args: ["ENV[API_KEY]"] });
  });

  it("names the secret that the Worker does not have", async () => {
    const config = dataNode.generic("g", { readFct: () => 1, readFctArgs: ["ENV[API_KEY]"] });
    const refusal = {
      code: "storage_misconfigured",
      message: expect.stringContaining("no variable or secret API_KEY"),
    };
    await expect(generic.read(contextOf(config), OUTSIDE)).rejects.toMatchObject(refusal);
  });

  it("has the value null when its function returns undefined", async () => {
    expect(await generic.read(contextOf(dataNode.generic("g", { readFct: () => undefined })), OUTSIDE)).toBeNull();
  });

  it("names the missing function in its refusal", async () => {
    const message = (direction: string) => `The ${direction} function is not defined in data node config g.`;
    const writeOnly = contextOf(dataNode.generic("g", { writeFct: () => 1 }));
    await expect(generic.read(writeOnly, OUTSIDE)).rejects.toMatchObject({ message: message("read") });
    const readOnly = contextOf(dataNode.generic("g", { readFct: () => 1 }));
    await expect(generic.write(readOnly, 1)).rejects.toMatchObject({ message: message("write") });
  });

  it("passes on the error of a function", async () => {
    const failure = new Error("the sensor is off");
    const config = dataNode.generic("g", { readFct: () => Promise.reject(failure) });
    await expect(generic.read(contextOf(config), OUTSIDE)).rejects.toBe(failure);
  });

  it("is refused when the application has no such configuration any more", async () => {
    const refusal = { code: "storage_misconfigured", message: expect.stringContaining("no configuration") };
    await expect(generic.read(contextOf(null), OUTSIDE)).rejects.toMatchObject(refusal);
  });

  it("can be read although nothing was written through it", async () => {
    const config = dataNode.generic("g", { readFct: () => 1 });
    const values = createContents({
      clock: () => 0,
      memory: ownMemory,
      app: { dataNodes: new Map([["g", config]]) },
      payloads: unusedPayloads,
      binding: () => 0,
    });
    const node = aDataNode({ config_id: "g", storage_type: "generic", payload: null });
    expect(currentValue(node)).toEqual(OUTSIDE);
    expect(await readOne(values, node)).toBe(1);
  });
});

describe("what a generic data node answers", () => {
  class Money {
    constructor(readonly cents: number) {}
    get euros() {
      return this.cents / 100;
    }
  }
  class Row {
    constructor(readonly n: number) {}
  }
  class Hidden {
    readonly #n = 1;
    static of = (hidden: Hidden) => hidden.#n;
  }
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  let deep: unknown = 1;
  for (let level = 0; level < 1_001; level += 1) deep = [deep];

  const answered = (value: unknown) =>
    generic.read(
      { ...contextOf(dataNode.generic("g", { readFct: () => value })), budget: new Budget(), numbers: "written" },
      OUTSIDE,
    );

  it.each([
    ["an iterator", () => [1, 2].values(), "an iterator (Iterator)", "[...items]"],
    ["a generator", () => (function* () {})(), "an iterator", "[...items]"],
    ["an async generator", () => (async function* () {})(), "an iterator", "[...items]"],
    ["a Response", () => new Response("[1]"), "an instance of Response", "plain object"],
    ["a stream", () => new Response("x").body, "an iterator (ReadableStream)", "[...items]"],
    ["headers", () => new Headers({ a: "b" }), "an iterator (Headers)", "[...items]"],
    ["a promise inside", () => [{ total: Promise.resolve(1) }], "a promise at [0].total", "Await it."],
    ["a function inside", () => ({ rows: () => 1 }), "a function at .rows", "Call it."],
    ["a symbol inside a map", () => new Map([["k", Symbol("s")]]), "a symbol at .k", ""],
    ["an error", () => [new Error("x")], "an instance of Error at [0]", "toJSON"],
    ["a class with getters", () => ({ price: new Money(5) }), "an instance of Money", "toJSON"],
    ["a class with private members", () => new Hidden(), "an instance of Hidden", "plain object"],
    ["a cycle", () => [cycle], "a reference to what encloses it at [0].self", "without cycles"],
    ["too many levels", () => deep, "more than 1000 levels", "flatter"],
  ])("is never %s: the refusal says what was returned, where, and what to do", async (_what, make, what, advice) => {
    const refusal = await answered(make()).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "storage_misconfigured" });
    expect(String(refusal)).toContain(`The read function of data node config g has returned ${what}`);
    expect(String(refusal)).toContain(advice);
  });

  const shared = { a: 1 };
  it.each([
    ["a list that holds one object twice", [shared, shared]],
    [
      "maps, sets, dates, bytes and big integers",
      [new Map([[1, 2]]), new Set([1]), new Date(0), new Uint8Array(2), 2n ** 70n],
    ],
    ["instances of a class with members only", [new Row(1), new Row(2)]],
    ["what says itself how it is JSON", { address: new URL("http://host/"), id: { toJSON: () => "x" } }],
    [
      "objects without a prototype, undefined and NaN",
      Object.assign(Object.create(null), { a: undefined, b: Number.NaN }),
    ],
  ])("may be %s", async (_what, value) => {
    expect(await answered(value)).toBe(value);
  });

  it("does not bind tasks, which get any value", async () => {
    const hidden = new Hidden();
    expect(
      Hidden.of((await generic.read(contextOf(dataNode.generic("g", { readFct: () => hidden })), OUTSIDE)) as Hidden),
    ).toBe(1);
    const rows = [1, 2].values();
    expect(await generic.read(contextOf(dataNode.generic("g", { readFct: () => rows })), OUTSIDE)).toBe(rows);
  });

  it("is a 502 over HTTP, because the function is the operator's", async () => {
    const values = createContents({
      clock: () => 0,
      memory: ownMemory,
      app: { dataNodes: new Map([["g", dataNode.generic("g", { readFct: () => [1].values() })]]) },
      payloads: unusedPayloads,
      binding: () => 0,
    });
    const node = aDataNode({ config_id: "g", storage_type: "generic", payload: null });
    const whole = { filter: null, columns: null, offset: 0, limit: null };
    const refusal = await values.select(node, whole, (selected) => selected).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "storage_misconfigured", message: expect.stringContaining("an iterator") });
    expect(problemOf("storage_misconfigured").status).toBe(502);
  });
});
