import * as mongodb from "mongodb";
import { beforeEach, describe, expect, inject, it } from "vitest";
import type { DataNodeConfig } from "../../src/core/config/app-types.ts";
import { UnchangedError } from "../../src/core/errors.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { Decimal } from "../../src/core/values/exact/decimal.ts";
import { PreciseDate } from "../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../src/core/values/exact/time-of-day.ts";
import { untagged } from "../../src/core/values/exact/typed-cell.ts";
import type { Filter, FilterOperator } from "../../src/core/values/filter.ts";
import { jsonOfValue } from "../../src/core/values/json-value.ts";
import { parsePythonJson } from "../../src/http/input/python-json.ts";
import { mongoCollection } from "../../src/storage/mongo-collection.ts";
import { OUTSIDE, type Selection, type StorageContext } from "../../src/storage/types.ts";
import { dataNode } from "../../src/taipy-edge.ts";

const { port, user, password } = inject("mongodb");
const real = inject("realMongodb");

const contextOf = (config: DataNodeConfig, secrets: Record<string, unknown> = {}): StorageContext => ({
  dataNode: { id: "DATANODE_m_1", config_id: config.id, storage_type: "mongo_collection", properties: {} },
  config,
  get budget() {
    return new Budget();
  },
  payloads: { put: unused, getText: unused, getBytes: unused },
  binding: (name) => secrets[name],
  drivers: { mongodb },
});
const unused = () => Promise.reject(new Error("no payload is kept"));

const credentials = { dbHost: "127.0.0.1", dbPort: port, dbUsername: user, dbPassword: password };
const url = `mongodb://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/`;

const servers = [["the wire-protocol server", url], ...(real === null ? [] : ([["MongoDB", real]] as const))] as const;

describe.each(servers)("mongo_collection on %s", (_name, connectionString) => {
  let context: StorageContext;

  beforeEach(() => {
    const options = { binding: "MONGO", dbName: "taipy_test", collectionName: `c_${crypto.randomUUID()}` };
    context = contextOf(dataNode.mongoCollection("m", options), { MONGO: connectionString });
  });

  const write = (value: unknown) => mongoCollection.write(context, value);
  const read = async () => (await mongoCollection.read(context, OUTSIDE)) as Record<string, unknown>[];
  const readWithoutIds = async () => (await read()).map(({ _id, ...fields }) => fields);

  const select = async (selection: Partial<Selection>) => {
    const whole: Selection = { filter: null, columns: null, offset: 0, limit: null, ...selection };
    return (await mongoCollection.select?.(context, OUTSIDE, whole)) as Record<string, unknown>[];
  };
  const where = (key: string, operator: FilterOperator, value: unknown): Filter => ({
    conditions: [{ key, operator, value }],
    join: "AND",
  });

  it("returns documents with their ids, and keeps no payload", async () => {
    expect(await write([{ a: 1 }, { a: "é🎉" }])).toEqual(OUTSIDE);
    const documents = await read();
    expect(documents).toMatchObject([{ a: 1 }, { a: "é🎉" }]);
    expect(documents.map(({ _id }) => JSON.stringify(_id))).toEqual(
      Array(2).fill(expect.stringMatching(/^"[0-9a-f]{24}"$/)),
    );
  });

  it.each([
    ["dates", new Date("2024-02-29T12:00:00.123Z")],
    ["whole numbers beyond 32 bits", 2 ** 40],
    ["the largest safe integer", Number.MAX_SAFE_INTEGER],
    ["big integers", 9_007_199_254_740_993n],
    ["integers beyond 64 bits", 2n ** 70n],
    ["decimals of 34 digits", Decimal.parse("1234567890123456789012345678901.234")],
    ["NaN", Number.NaN],
    ["infinity", Number.NEGATIVE_INFINITY],
    ["null", null],
    ["bytes", new Uint8Array([0, 255, 1])],
    ["documents inside documents", { list: [1, { deep: true }], "": "empty name" }],
  ])("reads back %s", async (_what, value) => {
    await write([{ value }]);
    expect(await readWithoutIds()).toStrictEqual([{ value }]);
  });

  /** The documents in the server's own types. */
  const stored = async () => {
    const client = new mongodb.MongoClient(connectionString);
    try {
      const { collection_name } = context.config?.properties ?? {};
      return await client.db("taipy_test").collection(String(collection_name)).find().toArray();
    } finally {
      await client.close();
    }
  };
  /** What a client sends that writes what a read has answered. */
  const answered = async () => untagged(JSON.parse(jsonOfValue(await read())));
  const { BSON, ObjectId } = mongodb;

  it("keeps the types of fields when a client writes the documents that it has read", async () => {
    const fields = () => ({
      of: new ObjectId(),
      price: BSON.Decimal128.fromString("0.10"),
      deep: { list: [new ObjectId()], cost: [BSON.Decimal128.fromString("1E+3")] },
      bytes: new Uint8Array([1, 2]),
      at: new Date("2024-02-29T12:00:00.123Z"),
      long: BSON.Long.fromString("9007199254740993"),
      text: "65f0a1b2c3d4e5f60718293a",
      list: [1, 2],
    });
    await write([fields(), fields(), { ...fields(), price: null }]);
    const before = await stored();
    const shown = (await answered()) as Record<string, unknown>[];
    expect(shown[0]).toMatchObject({ price: 0.1, deep: { cost: [1_000] }, bytes: [1, 2], list: [1, 2] });
    await write(await parsed());
    const after = await stored();
    const types = (documents: readonly object[]) =>
      documents.map((document) => BSON.EJSON.stringify(document, { relaxed: true }).replaceAll('"0.10"', '"0.1"'));
    expect(types(after)).toEqual(types(before).map((text) => text.replaceAll('"1E+3"', '"1000"')));
  });
  /** With all digits, as the service parses a body. */
  const parsed = async () => {
    const text = jsonOfValue(await read());
    const body = parsePythonJson(text, "written", new Budget());
    return body.ok ? untagged(body.value) : text;
  };

  it("gives appended documents the types that the fields of the others have", async () => {
    await write([{ of: new ObjectId(), price: BSON.Decimal128.fromString("0.5") }]);
    await mongoCollection.append?.(context, OUTSIDE, [{ of: "65f0a1b2c3d4e5f60718293a", price: 7 }, { of: "no id" }]);
    const [, second, third] = await stored();
    expect([second?.of, second?.price, third?.of]).toEqual([
      new ObjectId("65f0a1b2c3d4e5f60718293a"),
      BSON.Decimal128.fromString("7"),
      "no id",
    ]);
  });

  it.each([
    [
      "a time with microseconds",
      new PreciseDate(0, 1_000),
      "document 1.list[0] is the time 1970-01-01T00:00:00.000001Z",
    ],
    ["an invalid date", new Date(Number.NaN), "is an invalid date"],
    ["a decimal of 35 digits", Decimal.parse(`1${"2".repeat(33)}.5`), "more digits than the 34"],
    ["an integer of 35 digits", BigInt("7".repeat(35)), "more digits than the 34"],
    ["a function", () => 1, "is a function"],
    ["half a character", "\ud800", "UTF-8"],
  ])("refuses %s, which MongoDB would change, and says where", async (_what, item, message) => {
    await write([{ a: 1 }]);
    const refusal = { code: "invalid_value", message: expect.stringContaining(message) };
    await expect(write([{ list: [item] }])).rejects.toMatchObject(refusal);
    expect(await readWithoutIds()).toEqual([{ a: 1 }]);
  });

  it("keeps times of day and durations as text, and sets as lists", async () => {
    await write([{ at: TimeOfDay.parse("12:30:00"), set: new Set([1]), map: new Map([["k", 1]]) }]);
    expect(await readWithoutIds()).toStrictEqual([{ at: "12:30:00", set: [1], map: { k: 1 } }]);
  });

  it("leaves out fields that are undefined", async () => {
    await write({ a: 1, b: undefined });
    expect(await readWithoutIds()).toStrictEqual([{ a: 1 }]);
  });

  it("writes a single document as a list of one", async () => {
    await write({ only: true });
    expect(await readWithoutIds()).toEqual([{ only: true }]);
  });

  it("replaces all documents, and removes them for an empty list", async () => {
    await write([{ a: 1 }, { a: 2 }]);
    await write([{ b: 1 }]);
    expect(await readWithoutIds()).toEqual([{ b: 1 }]);
    await write([]);
    await write([]);
    expect(await read()).toEqual([]);
  });

  it("keeps the old documents when a new one is refused", async () => {
    await write([{ a: 1 }]);
    const refusal = { code: "invalid_value", message: expect.stringContaining("duplicate key") };
    await expect(write([{ _id: 1 }, { _id: 1 }])).rejects.toMatchObject(refusal);
    expect(await readWithoutIds()).toEqual([{ a: 1 }]);
  });

  it.each([
    ["a text", "text", "item 1 is a string"],
    ["null", null, "item 1 is null"],
    ["a list in a list", [{}, []], "item 2 is a list"],
  ])("refuses %s, which is no document", async (_what, value, message) => {
    await write([{ a: 1 }]);
    await expect(write(value)).rejects.toMatchObject({
      code: "invalid_value",
      message: expect.stringContaining(message),
    });
    expect(await readWithoutIds()).toEqual([{ a: 1 }]);
  });

  it("does not change the value that it writes", async () => {
    const value = [{ a: 1 }];
    await write(value);
    expect(value).toStrictEqual([{ a: 1 }]);
  });

  it("can write a value again that it has read", async () => {
    await write([{ a: 1 }]);
    const before = await read();
    await write(before);
    expect(await read()).toEqual(before);
  });

  it("appends to the rows of a file", async () => {
    await mongoCollection.append?.(context, null, [{ a: 1 }]);
    await mongoCollection.append?.(context, OUTSIDE, { a: 2 });
    await mongoCollection.append?.(context, OUTSIDE, []);
    expect(await readWithoutIds()).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it("reads more documents than fit into one answer", async () => {
    const many = Array.from({ length: 1_000 }, (_, number) => ({ number, text: "x".repeat(1_000) }));
    await write(many);
    expect(await readWithoutIds()).toEqual(many);
  });

  it.each([
    ["EQUAL", "n", 2, [2]],
    ["NOT_EQUAL", "n", 2, [1, 3, null, undefined]],
    ["GREATER_OR_EQUAL", "n", 2, [2, 3]],
    ["LESS_THAN", "n", 3, [1, 2]],
    ["EQUAL", "n", null, [null, undefined]],
    ["GREATER_THAN", "day", "2024-01-01T00:00:00Z", [2, 3]],
    ["EQUAL", "day", "2024-01-01T00:00:00.000000Z", [1]],
  ] as const)("lets the server find %s %s %s", async (operator, key, value, expected) => {
    const day = (date: number) => new Date(Date.UTC(2024, 0, date));
    await write([{ n: 1, day: day(1) }, { n: 2, day: day(2) }, { n: 3, day: "later" }, { n: null }, {}]);
    const found = await select({ filter: where(key, operator, value) });
    expect(found.map(({ n }) => n)).toEqual(expected);
  });

  it("finds decimals by the number that an answer shows for them", async () => {
    const prices = ["0.1", "0.10", "0.2", "12345678901234567.89"].map((text) => BSON.Decimal128.fromString(text));
    await write([...prices.map((price) => ({ price })), { price: 0.1 }]);
    const count = async (operator: FilterOperator, value: unknown) =>
      (await select({ filter: where("price", operator, value) })).length;
    expect(await count("EQUAL", 0.1)).toBe(3);
    expect(await count("NOT_EQUAL", 0.1)).toBe(2);
    expect(await count("EQUAL", Decimal.parse("12345678901234567.89"))).toBe(1);
    expect(await count("GREATER_THAN", 0.15)).toBe(2);
  });

  it("refuses documents that do not fit into memory, and serves a part of them that does", async () => {
    await write(Array.from({ length: 3_000 }, (_, n) => ({ n, list: [n, [n]] })));
    const small = () => ({ ...context, budget: new Budget(100_000) });
    const part = { filter: null, columns: null, offset: 10, limit: 100 };
    await expect(mongoCollection.read(small(), OUTSIDE)).rejects.toMatchObject({ code: "value_too_large" });
    expect(await mongoCollection.select?.(small(), OUTSIDE, part)).toHaveLength(100);
    await expect(mongoCollection.select?.(small(), OUTSIDE, { ...part, limit: 2_000 })).rejects.toMatchObject({
      code: "value_too_large",
    });
  });

  it("joins conditions by OR", async () => {
    await write([{ n: 1 }, { n: 2 }, { n: 3 }]);
    const conditions = [...where("n", "EQUAL", 1).conditions, ...where("n", "EQUAL", 3).conditions];
    expect((await select({ filter: { conditions, join: "OR" } })).map(({ n }) => n)).toEqual([1, 3]);
    expect(await select({ filter: { conditions, join: "AND" } })).toEqual([]);
  });

  it("finds a document by the text of its id", async () => {
    await write([{ n: 1 }, { n: 2 }]);
    const [, second] = await read();
    const found = await select({ filter: where("_id", "EQUAL", String(second?._id)) });
    expect(found.map(({ n }) => n)).toEqual([2]);
  });

  it("treats an operator in a value as data, never as code", async () => {
    await write([{ n: 1 }]);
    await expect(select({ filter: where("$where", "EQUAL", "true") })).rejects.toMatchObject({
      code: "invalid_filter",
    });
    expect(await select({ filter: where("n", "EQUAL", { $gt: 0 }) })).toEqual([]);
  });

  it("reads a part of the documents and some of their fields", async () => {
    await write(Array.from({ length: 10 }, (_, n) => ({ n, other: "x" })));
    expect(await select({ offset: 3, limit: 2, columns: ["missing", "n"] })).toStrictEqual([
      { missing: null, n: 3 },
      { missing: null, n: 4 },
    ]);
    expect(await select({ limit: 0 })).toEqual([]);
  });

  it("counts the documents that a limit cuts", async () => {
    await write(Array.from({ length: 10 }, (_, n) => ({ n })));
    const totals: (number | null)[] = [];
    const counted = (total: number | null) => void totals.push(total);
    const part = { filter: null, columns: null, offset: 0, limit: 2 };
    for (const filter of [null, where("n", "LESS_THAN", 7), where("n", "LESS_THAN", 0)])
      await mongoCollection.select?.({ ...context, budget: new Budget(), counted }, OUTSIDE, { ...part, filter });
    // A part with fewer documents than its limit shows their number itself.
    expect(totals).toEqual([10, 7]);
  });
});

describe("the address of a MongoDB server", () => {
  const target = { dbName: "taipy_test", collectionName: "way" };

  it("may be given by options, with a password that needs escaping", async () => {
    const context = contextOf(dataNode.mongoCollection("m", { ...target, ...credentials }));
    await mongoCollection.write(context, [{ a: 1 }]);
    expect(await mongoCollection.read(context, OUTSIDE)).toMatchObject([{ a: 1 }]);
  });

  it("takes credentials from secrets of the Worker", async () => {
    const options = { ...target, ...credentials, dbUsername: "ENV[MONGO_USER]", dbPassword: "ENV[MONGO_PASSWORD]" };
    const context = contextOf(dataNode.mongoCollection("m", options), { MONGO_USER: user, MONGO_PASSWORD: password });
    expect(await mongoCollection.read(context, OUTSIDE)).toBeInstanceOf(Array);
  });

  it("is refused with a wrong password, which the message does not show", async () => {
    const context = contextOf(dataNode.mongoCollection("m", { ...target, ...credentials, dbPassword: "s3cret" }));
    const refusal = await mongoCollection.read(context, OUTSIDE).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "storage_misconfigured",
      message: "MongoDB has refused this: Authentication failed.",
    });
  });

  it("fails at a server that does not answer", async () => {
    const options = { ...target, ...credentials, dbPort: 1, dbExtraArgs: { serverSelectionTimeoutMS: "500" } };
    const refusal = await mongoCollection
      .read(contextOf(dataNode.mongoCollection("m", options)), OUTSIDE)
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "storage_unavailable" });
    expect(String(refusal)).not.toContain(password);
  });

  it("gives a server up that accepts the connection and never answers", async () => {
    const options = { ...target, ...credentials, dbPort: inject("silentPort") };
    const context = { ...contextOf(dataNode.mongoCollection("m", options)), budget: new Budget(), limitMs: 300 };
    const message = "The MongoDB server did not answer within 0.3 s.";
    for (const call of [mongoCollection.read(context, OUTSIDE), mongoCollection.write(context, [{}])]) {
      const failure = await call.catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "storage_unavailable", message });
      expect(failure).toBeInstanceOf(UnchangedError);
    }
  });

  it("needs a driver, which the application passes", async () => {
    const { drivers: _, ...context } = contextOf(dataNode.mongoCollection("m", { ...target, ...credentials }));
    const refusal = { code: "storage_misconfigured", message: expect.stringContaining("drivers: { mongodb }") };
    await expect(mongoCollection.read(context, OUTSIDE)).rejects.toMatchObject(refusal);
  });

  it.each([
    [undefined, "does not exist"],
    ["postgresql://u:s3cret@h/d", "holds no connection string"],
  ])("is no binding that holds %s", async (bound, problem) => {
    const context = contextOf(dataNode.mongoCollection("m", { ...target, binding: "MONGO" }), { MONGO: bound });
    const refusal = await mongoCollection.read(context, OUTSIDE).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "storage_misconfigured", message: expect.stringContaining(problem) });
    expect(String(refusal)).not.toContain("s3cret");
  });
});
