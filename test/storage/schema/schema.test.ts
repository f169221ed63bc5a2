import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type DataNodeConfig, dataNode } from "../../../src/core/config/dsl/index.ts";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import type { Env } from "../../../src/env.ts";
import { createContents } from "../../../src/storage/contents.ts";
import type { Body, PayloadStore } from "../../../src/storage/types.ts";
import { aDataNode, aStoredPayload } from "../../harness/factories.ts";
import { ownMemory, readOne } from "../../harness/values.ts";

const Sale = z.object({ day: z.string(), amount: z.number() });

const BINDINGS: Readonly<Record<string, unknown>> = { ...env };

/** Values of one data node, and what has been stored of it. */
function worldOf(config: DataNodeConfig, more: { readonly checksOutside?: true } = {}) {
  const stored: Body[] = [];
  const bodyOf = ({ key }: PayloadRef): Body => stored[Number(key)] ?? "";
  const payloads: PayloadStore = {
    async put(body, content_type) {
      stored.push(body);
      const key = String(stored.length - 1);
      return aStoredPayload(key, { content_type, size: body.length });
    },
    getText: async (ref) => String(bodyOf(ref)),
    getBytes: async (ref) => {
      const body = bodyOf(ref);
      return typeof body === "string" ? new TextEncoder().encode(body) : body;
    },
  };
  const values = createContents({
    app: { dataNodes: new Map([[config.id, config]]) },
    payloads,
    binding: (name) => BINDINGS[name],
    memory: ownMemory,
    clock: () => 0,
    ...more,
  });
  const node = (payload: PayloadRef | null = null): DataNodeSnapshot =>
    aDataNode({
      id: `DATANODE_${config.id}_1`,
      config_id: config.id,
      storage_type: config.storageType,
      properties: config.properties,
      payload,
    });
  return { values, stored, node };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const UPLOAD = aStoredPayload(null, { content_type: "text/csv" });
const FAILURE = "Invalid input: expected number, received string";

describe("a value of a data node with a schema", () => {
  const sales = dataNode.csv("sales", { schema: Sale });

  it("is stored when it fits, and what the schema does not name stays", async () => {
    const { values, node, stored } = worldOf(sales);
    const payload = await values.write(node(), [{ day: "mon", amount: 3, note: "x" }]);
    expect(stored).toEqual(["day,amount,note\nmon,3,x\n"]);
    expect(await readOne(values, node(payload))).toEqual([{ day: "mon", amount: 3, note: "x" }]);
  });

  it("is refused with row, column and reason when it does not fit, and nothing is stored", async () => {
    const { values, node, stored } = worldOf(sales);
    const writing = values.write(node(), [
      { day: "mon", amount: 3 },
      { day: "tue", amount: "many" },
    ]);
    await expect(writing).rejects.toMatchObject({
      code: "schema_mismatch",
      // One text among the numbers of a column makes all of them texts, as in pandas.
      message: `The value does not fit the schema of sales: row 1, column "amount": ${FAILURE}; row 2, column "amount": ${FAILURE}. It was checked as csv gives it back. Data node: DATANODE_sales_1 (csv).`,
      details: {
        failures: [
          { row: 1, column: "amount", path: "", reason: FAILURE },
          { row: 2, column: "amount", path: "", reason: FAILURE },
        ],
      },
    });
    expect(stored).toEqual([]);
  });

  it("is checked as its storage type gives it back: a csv file keeps no dates, and numbers that are texts are numbers", async () => {
    const { values, node } = worldOf(dataNode.csv("sales", { schema: z.object({ day: z.date() }) }));
    await expect(values.write(node(), [{ day: new Date(0) }])).rejects.toMatchObject({ code: "schema_mismatch" });
    const zip = worldOf(dataNode.csv("zip", { schema: z.object({ code: z.string() }) }));
    await expect(zip.values.write(zip.node(), [{ code: "01234" }])).rejects.toMatchObject({
      message: expect.stringContaining('row 1, column "code": Invalid input: expected string, received number'),
    });
    const dates = worldOf(dataNode.parquet("dates", { schema: z.object({ day: z.date() }) }));
    expect(await dates.values.write(dates.node(), [{ day: new Date(0) }])).toMatchObject({ tier: "kv" });
  });

  it("is appended when the new rows fit; rows from before the schema stay as they are", async () => {
    const before = worldOf(dataNode.csv("sales"));
    const old = await before.values.write(before.node(), [{ day: 1, amount: 1 }]);
    const { values, node, stored } = worldOf(sales);
    stored.push(...before.stored);
    const payload = await values.append(node(old), [{ day: "tue", amount: 2 }]);
    expect(stored).toEqual(["day,amount\n1,1\n", "day,amount\n1,1\ntue,2\n"]);
    await expect(values.append(node(payload), [{ day: "wed" }])).rejects.toMatchObject({
      details: { failures: [{ row: 1, column: "amount" }] },
    });
    expect(stored).toHaveLength(2);
  });

  it("is refused as an upload when a column is missing that the schema demands, and names it", async () => {
    const { values, node } = worldOf(sales);
    await expect(values.check(node(), UPLOAD, bytes("day,amt\nmon,3\ntue,4\n"))).rejects.toMatchObject({
      code: "schema_mismatch",
      message: expect.stringContaining('row 1, column "amount": The column is missing.'),
      details: { failures: [{ row: 1, column: "amount", path: "", reason: "The column is missing." }] },
    });
    await expect(values.check(node(), UPLOAD, bytes("day,amount\nmon,3\n"))).resolves.toBeUndefined();
    await expect(values.check(node(), UPLOAD, bytes('day,amount\n"x,3\n'))).rejects.toMatchObject({
      code: "unreadable_content",
    });
  });

  it("is checked again when it is asked for, since it may be older than the schema", async () => {
    const before = worldOf(dataNode.csv("sales"));
    const payload = await before.values.write(before.node(), [{ day: "mon" }]);
    const { values, node, stored } = worldOf(sales);
    stored.push(...before.stored);
    expect(await readOne(values, node(payload))).toEqual([{ day: "mon" }]);
    await expect(values.conforms(node(payload))).rejects.toMatchObject({ code: "schema_mismatch" });
    await expect(values.conforms(node())).resolves.toBeUndefined();
  });
});

describe.each([
  ["csv", dataNode.csv("n", { schema: Sale })],
  ["excel", dataNode.excel("n", { schema: Sale, sheetName: "May" })],
  ["parquet", dataNode.parquet("n", { schema: Sale })],
] satisfies [string, DataNodeConfig][])("rows of a %s file", (_, config) => {
  it("are written when each of them fits, and refused when one does not", async () => {
    const { values, node, stored } = worldOf(config);
    await values.write(node(), [{ day: "mon", amount: 1.5 }]);
    expect(stored).toHaveLength(1);
    await expect(
      values.write(node(), [
        { day: "mon", amount: 1 },
        { day: null, amount: 2 },
      ]),
    ).rejects.toMatchObject({
      code: "schema_mismatch",
      details: { failures: [{ row: 2, column: "day" }] },
    });
    expect(stored).toHaveLength(1);
  });

  it("are taken as columns and as instances of a class, too", async () => {
    class Row {
      readonly day: string;
      readonly amount: number;
      constructor({ day, amount }: { day: string; amount: number }) {
        this.day = day;
        this.amount = amount;
      }
    }
    const { values, node, stored } = worldOf(config);
    await values.write(node(), { day: ["mon"], amount: [1] });
    const classes = worldOf({ ...config, functions: { exposed_type: Row as never } });
    await classes.values.write(classes.node(), [new Row({ day: "mon", amount: 1 })]);
    expect([stored.length, classes.stored.length]).toEqual([1, 1]);
  });
});

describe.each([
  ["json", dataNode.json("n", { schema: z.object({ a: z.number() }) })],
  ["pickle", dataNode.pickle("n", { schema: z.object({ a: z.number() }) })],
  ["in_memory", dataNode.inMemory("n", { schema: z.object({ a: z.number() }) })],
] satisfies [string, DataNodeConfig][])("a value of the type %s", (_, config) => {
  it("is checked as a whole", async () => {
    const { values, node, stored } = worldOf(config);
    await values.write(node(), { a: 1 });
    await expect(values.write(node(), { a: "1" })).rejects.toMatchObject({
      details: { failures: [{ row: null, column: null, path: "/a" }] },
    });
    expect(stored).toHaveLength(1);
  });
});

describe("a value in a system of its own", () => {
  const outside = () => {
    let held: unknown = { a: "old" };
    const config = dataNode.generic("n", {
      schema: z.object({ a: z.number() }),
      readFct: () => held as { a: number },
      writeFct: (data) => {
        held = data;
      },
    });
    return { config, held: () => held };
  };

  it("is checked before it goes there", async () => {
    const { config, held } = outside();
    const { values, node } = worldOf(config);
    await expect(values.write(node(), { a: "1" })).rejects.toMatchObject({ code: "schema_mismatch" });
    expect(held()).toEqual({ a: "old" });
    await values.write(node(), { a: 1 });
    expect(held()).toEqual({ a: 1 });
  });

  it("is checked as an input of a task, because others may have changed it, and not in a plain read", async () => {
    const { config } = outside();
    const request = worldOf(config);
    expect(await readOne(request.values, request.node())).toEqual({ a: "old" });
    const job = worldOf(config, { checksOutside: true });
    await expect(readOne(job.values, job.node())).rejects.toMatchObject({ code: "schema_mismatch" });
  });
});

describe("rows of a database's table", () => {
  const table = dataNode.sqlTable("n", { schema: Sale, dbEngine: "sqlite", binding: "DB", tableName: "priced" });

  it("are written and appended when each of them fits, and none is when one does not", async () => {
    await (env as unknown as Env).DB.exec("CREATE TABLE IF NOT EXISTS priced (day TEXT, amount REAL)");
    const { values, node } = worldOf(table);
    const [mon, tue] = [
      { day: "mon", amount: 1 },
      { day: "tue", amount: 2 },
    ];
    await values.write(node(), [mon]);
    await values.append(node(), { day: ["tue"], amount: [2] });
    const wrong = [mon, { day: "wed", amount: "3" }];
    const refusal = { code: "schema_mismatch", details: { failures: [{ row: 2, column: "amount" }] } };
    await expect(values.write(node(), wrong)).rejects.toMatchObject(refusal);
    await expect(values.append(node(), wrong)).rejects.toMatchObject(refusal);
    await expect(values.append(node(), [{ day: "wed" }])).rejects.toMatchObject({
      message: expect.stringContaining('row 1, column "amount": The column is missing.'),
    });
    expect(await readOne(values, node())).toEqual([mon, tue]);
  });

  it("fail the job that reads them when another program has written others", async () => {
    await (env as unknown as Env).DB.exec("CREATE TABLE IF NOT EXISTS priced (day TEXT, amount REAL)");
    await (env as unknown as Env).DB.exec("INSERT INTO priced VALUES ('thu', NULL)");
    const { values, node } = worldOf(table, { checksOutside: true });
    await expect(readOne(values, node())).rejects.toMatchObject({
      code: "schema_mismatch",
      message: expect.stringContaining('column "amount": Invalid input: expected number, received null'),
    });
  });
});

describe("an object of a bucket", () => {
  it("is replaced when the new one fits", async () => {
    const config = dataNode.s3Object("n", {
      schema: z.object({ a: z.number() }),
      awsS3ObjectKey: "schema/n.json",
      binding: "LARGE_PAYLOADS",
    });
    const { values, node } = worldOf(config);
    await values.write(node(), { a: 1 });
    await expect(values.write(node(), { a: "1" })).rejects.toMatchObject({ code: "schema_mismatch" });
    expect(await readOne(values, node())).toEqual({ a: 1 });
  });
});
