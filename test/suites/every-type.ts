import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { DataNodeConfig } from "../../src/core/config/app-types.ts";
import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import { type NewDataNode, newDataNode } from "../../src/core/planning/data-node-plan.ts";
import type { DataNodeContents } from "../../src/core/ports/values.ts";
import type { Drivers } from "../../src/core/storage-options/drivers.ts";
import { contentOf, isTabular, type StorageTypeName } from "../../src/core/storage-types.ts";
import type { FilterOperator } from "../../src/core/values/filter.ts";
import type { Selection } from "../../src/core/values/selection.ts";
import type { Env } from "../../src/env.ts";
import { createPayloadStore } from "../../src/payloads/payload-store.ts";
import { createContents } from "../../src/storage/contents.ts";
import { OUTSIDE } from "../../src/storage/types.ts";
import { ownMemory, readOne } from "../harness/values.ts";
import { largeRows, rowsFrom, SAMPLES, type Sample, type Samples } from "./samples.ts";
import { type CellName, describeThereAndBack, type Parts } from "./there-and-back.ts";

/** What one storage type promises where its values lie. */
export interface EveryTypeSubject {
  readonly type: StorageTypeName;
  readonly on: string;
  /** Sets up a new, existing target for each call, in which nothing was ever written. */
  readonly fresh: () => Setup | Promise<Setup>;
  /** What reading gives before the first write. */
  readonly neverWritten: Outcome;
  /** A target that does not exist, and the outcome of reading it; null where the service itself keeps the values. */
  readonly missing: { readonly setup: () => Setup; readonly outcome: Outcome } | null;
  readonly samples: Samples;
  /** Length of the texts in the rows of a large value. */
  readonly largeTextLength?: number;
  /** A value that is larger than a KV value is refused when it is written; else only when it is read. */
  readonly isLargeRefused?: boolean;
  readonly appends: boolean;
  /** Every write makes a payload, which later writes leave alone. */
  readonly keepsHistory: boolean;
  /** Removes what the target itself has added to a read value, such as ids. */
  readonly withoutAdditions?: (value: unknown) => unknown;
  /** Kinds of cells that it refuses to hold. */
  readonly refuses?: readonly CellName[];
  /** Kinds of cells that a task gets in another form than a read answers, as documented. */
  readonly changesForTasks?: readonly CellName[];
  /** The columns of its table, where a database decides them. */
  readonly columns?: Readonly<Record<string, CellName>>;
}

export interface Setup {
  readonly config: DataNodeConfig;
  readonly bindings?: Readonly<Record<string, unknown>>;
  readonly drivers?: Drivers;
}

export type Outcome = { readonly value: unknown } | { readonly code: string; readonly message: RegExp };

const NOW = "2026-11-23T06:05:47.331953";
const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };
const { PAYLOADS, LARGE_PAYLOADS } = env as unknown as Env;
const payloads = createPayloadStore({
  kv: PAYLOADS,
  r2: LARGE_PAYLOADS,
  newUuid: () => crypto.randomUUID(),
  wait: async () => {},
});

/** The contract of all storage types, as requests meet it. Each type's own suite promises more. */
export function describeEveryType(subject: EveryTypeSubject): void {
  const {
    type,
    keepsHistory,
    samples,
    withoutAdditions = (value: unknown) => value,
    largeTextLength = 400_000,
  } = subject;
  let setup: Setup;
  let contents: DataNodeContents;
  let fresh: DataNodeSnapshot;

  beforeEach(async () => {
    setup = await subject.fresh();
    contents = contentsOf(setup);
    fresh = created(setup.config).node;
  });

  const write = async (value: unknown, node = fresh): Promise<DataNodeSnapshot> => ({
    ...node,
    payload: await contents.write(node, value),
  });
  const append = async (node: DataNodeSnapshot, value: unknown): Promise<DataNodeSnapshot> => ({
    ...node,
    payload: await contents.append(node, value),
  });
  const read = async (node: DataNodeSnapshot) => withoutAdditions(await readOne(contents, node));
  const select = async (node: DataNodeSnapshot, part: Partial<Selection>) =>
    withoutAdditions(await contents.select(node, { ...WHOLE, ...part }, (selected) => selected?.value));

  describe(`every type: ${type} ${subject.on}`, () => {
    it("can be read before its first write", async () => {
      await expectOutcome(() => read(fresh), subject.neverWritten);
      await expectOutcome(() => select(fresh, {}), subject.neverWritten);
    });

    it.each(SAMPLES)("reads back %s, or refuses it and changes nothing", async (name) => {
      const sample: Sample = samples[name];
      if ("readBack" in sample) return expect(await read(await write(sample.value))).toStrictEqual(sample.readBack);
      const before = await write(rowsFrom(0, 2));
      const refusal = { name: "TaipyError", code: "invalid_value", message: expect.stringMatching(sample.refused) };
      await expect(contents.write(before, sample.value)).rejects.toMatchObject(refusal);
      expect(await read(before)).toStrictEqual(rowsFrom(0, 2));
    });

    if (subject.isLargeRefused === true) {
      it("refuses a value that is larger than a KV value, which no reader could hold, and keeps what was there", async () => {
        const before = await write(rowsFrom(0, 2));
        const rows = largeRows(largeTextLength);
        await expect(contents.write(before, rows)).rejects.toMatchObject({ code: "value_too_large" });
        expect(await read(before)).toStrictEqual(rowsFrom(0, 2));
      });
    }

    it("keeps a value of nine million characters", async () => {
      const rows = largeRows(largeTextLength, 9_000_000);
      expect(await read(await write(rows))).toStrictEqual(rows);
    });

    it("replaces a value as a whole", async () => {
      const newer = await write(rowsFrom(10, 1), await write(rowsFrom(0, 3)));
      expect(await read(newer)).toStrictEqual(rowsFrom(10, 1));
    });

    it("keeps older values, or keeps no payload at all", async () => {
      const older = await write(rowsFrom(0, 3));
      const newer = await write(rowsFrom(10, 1), older);
      if (keepsHistory) expect(await read(older)).toStrictEqual(rowsFrom(0, 3));
      else expect([older.payload, newer.payload]).toEqual([OUTSIDE, OUTSIDE]);
    });

    it("keeps concurrent writes whole", async () => {
      const values = Array.from({ length: 8 }, (_, writer) => rowsFrom(writer * 100, 50));
      const nodes = await Promise.all(values.map((value) => write(value)));
      const found = await Promise.all(nodes.map((node) => read(node)));
      if (keepsHistory) expect(found).toStrictEqual(values);
      else for (const value of found) expect(values).toContainEqual(value);
    });

    it.each<[string, Partial<Selection>, unknown]>([
      ["rows by a number", where("n", "GREATER_OR_EQUAL", 9), rowsFrom(9, 3)],
      ["rows by a text", where("text", "EQUAL", "row 7"), rowsFrom(7, 1)],
      ["all other rows", where("n", "NOT_EQUAL", 0), rowsFrom(1, 11)],
      ["no row", where("n", "LESS_THAN", 0), []],
      ["a page", { offset: 4, limit: 3 }, rowsFrom(4, 3)],
      ["a page of what a filter finds", { ...where("n", "GREATER_THAN", 3), offset: 2, limit: 2 }, rowsFrom(6, 2)],
      ["one column", { columns: ["text"], limit: 1 }, [{ text: "row 0" }]],
    ])("selects %s", async (_name, part, expected) => {
      expect(await select(await write(rowsFrom(0, 12)), part)).toStrictEqual(expected);
    });

    it("refuses a filter on a column that its tables lack; lists have no columns", async () => {
      const found = select(await write(rowsFrom(0, 2)), where("ghost", "EQUAL", 1));
      if (isTabular(type)) await expect(found).rejects.toMatchObject({ code: "invalid_filter" });
      else expect(await found).toEqual([]);
    });

    if (subject.appends) {
      it("appends to a value, and writes when there is none", async () => {
        const first = await append(fresh, rowsFrom(0, 2));
        const second = await append(first, rowsFrom(2, 3));
        expect(await read(second)).toStrictEqual(rowsFrom(0, 5));
        if (keepsHistory) expect(await read(first)).toStrictEqual(rowsFrom(0, 2));
      });
    } else {
      it("refuses to append, and changes nothing", async () => {
        const node = await write(rowsFrom(0, 2));
        await expect(append(node, rowsFrom(2, 1))).rejects.toMatchObject({ code: "cannot_append" });
        expect(await read(node)).toStrictEqual(rowsFrom(0, 2));
      });
    }

    it("has its default data from its creation on, unless its values lie in an outside system", async () => {
      const { node, defaultData } = created({ ...setup.config, defaultData: rowsFrom(0, 2) });
      if (!keepsHistory) return expect([defaultData, node.last_edit_date]).toEqual([null, NOW]);
      expect(node).toMatchObject({ last_edit_date: NOW, edit_number: 1 });
      expect(await read(await write(defaultData?.value, node))).toStrictEqual(rowsFrom(0, 2));
    });

    const partsOf = (of: Setup): Parts => ({
      contents: contentsOf(of),
      node: created(of.config).node,
      other: async () => partsOf(await subject.fresh()),
      withoutAdditions,
    });
    const { refuses = [], changesForTasks = [], columns, appends } = subject;
    describeThereAndBack({ type, refuses, changesForTasks, columns, appends, parts: () => partsOf(setup) });

    if (subject.missing === null) describeManaged(subject, () => ({ contents, setup, write, read }));
    else describeOutside(subject, subject.missing, () => ({ setup, write }));
  });
}

interface Managed {
  readonly contents: DataNodeContents;
  readonly setup: Setup;
  readonly write: (value: unknown) => Promise<DataNodeSnapshot>;
  readonly read: (node: DataNodeSnapshot) => Promise<unknown>;
}

function describeManaged({ type }: EveryTypeSubject, parts: () => Managed): void {
  it("names the node whose payload is missing, and never answers null", async () => {
    const { write, read } = parts();
    const node = await write(rowsFrom(0, 2_000));
    await payloads.discard([node.payload?.key ?? ""]);
    const refusal = { code: "payload_missing", message: expect.stringContaining(node.id) };
    await expect(read(node)).rejects.toMatchObject(refusal);
  });

  if (contentOf(type)?.extension === null) return;
  const withPath = (config: DataNodeConfig): DataNodeConfig => ({
    ...config,
    properties: { ...config.properties, default_path: "files/sales" },
    defaultData: rowsFrom(0, 1),
  });

  it("reads a file that is older than the node, and does not write its default data", async () => {
    const { contents, setup, write, read } = parts();
    const { payload } = await write(rowsFrom(5, 3));
    if (payload === null) throw new Error("A write answers where the value lies.");
    const file = await payloads.put(await payloads.getBytes(payload), payload.content_type);
    const { node, defaultData } = created(withPath(setup.config), "stored");
    expect([defaultData, node.last_edit_date, node.edit_number]).toEqual([null, NOW, 0]);
    await contents.check(node, file);
    expect(await read({ ...node, payload: file })).toStrictEqual(rowsFrom(5, 3));
  });

  it("writes its default data where its file is missing, and is never written without any", () => {
    const config = withPath(parts().setup.config);
    expect(created(config, "none").defaultData).toMatchObject({ path: "files/sales", value: rowsFrom(0, 1) });
    const { node, defaultData } = created({ ...config, defaultData: undefined }, "none");
    expect([defaultData, node.last_edit_date]).toEqual([null, null]);
  });
}

function describeOutside(
  { withoutAdditions = (value) => value }: EveryTypeSubject,
  { setup: missing, outcome }: NonNullable<EveryTypeSubject["missing"]>,
  parts: () => Pick<Managed, "setup" | "write">,
): void {
  it("reads a value that is older than the node", async () => {
    const { setup, write } = parts();
    await write(rowsFrom(0, 3));
    const { node } = created(setup.config);
    expect([node.payload, node.last_edit_date]).toEqual([null, NOW]);
    expect(withoutAdditions(await readOne(contentsOf(setup), node))).toStrictEqual(rowsFrom(0, 3));
  });

  it("names a missing target in its refusal", async () => {
    const setup = missing();
    await expectOutcome(() => readOne(contentsOf(setup), created(setup.config).node), outcome);
  });
}

const contentsOf = ({ config, drivers = {}, bindings = {} }: Setup): DataNodeContents =>
  createContents({
    clock: () => 0,
    app: { dataNodes: new Map([[config.id, config]]), drivers },
    payloads,
    binding: (name) => bindings[name],
    memory: ownMemory,
  });

/** What a creation makes of a configuration, with that at the node's path. */
function created(config: DataNodeConfig, file: ReturnType<NewDataNode["fileAt"]> = "none") {
  const id = `DATANODE_${config.id}_${crypto.randomUUID()}`;
  const made = { id, owner_id: null, version: "latest", domain: "d", now: NOW, fileAt: () => file };
  const { row, default_data } = newDataNode(config, made);
  const node: DataNodeSnapshot = { ...row, payload: null };
  return { node, defaultData: default_data };
}

async function expectOutcome(work: () => Promise<unknown>, outcome: Outcome): Promise<void> {
  if ("value" in outcome) return expect(await work()).toStrictEqual(outcome.value);
  const refusal = { name: "TaipyError", code: outcome.code, message: expect.stringMatching(outcome.message) };
  await expect(work()).rejects.toMatchObject(refusal);
}

const where = (key: string, operator: FilterOperator, value: unknown): Pick<Selection, "filter"> => ({
  filter: { conditions: [{ key, operator, value }], join: "AND" },
});
