import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import type { StorageTypeName } from "../../src/core/storage-types.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { type Filter, type FilterOperator, filterValue } from "../../src/core/values/filter.ts";
import type { Env } from "../../src/env.ts";
import { createPayloadStore } from "../../src/payloads/payload-store.ts";
import { storageTypes } from "../../src/storage/contents.ts";
import type { Body, PayloadStore, Selection, StorageContext, StorageType } from "../../src/storage/types.ts";

/** What one storage type promises; each pair is a name and a value. */
export interface StorageTypePromises {
  readonly type: StorageTypeName;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Values that are read back equal. */
  readonly kept: readonly (readonly [name: string, value: unknown])[];
  /** Values that are read back as something else, as documented. */
  readonly changed?: readonly (readonly [name: string, value: unknown, readBack: unknown])[];
  /** Values that are refused, and what the refusal says. */
  readonly refused: readonly (readonly [name: string, value: unknown, message: RegExp])[];
  /** Payloads that no write has made. */
  readonly garbage: readonly (readonly [name: string, body: Body, contentType: string])[];
  /** A value whose encoding takes at least so many bytes, distinct for every seed. */
  readonly valueOfSize: (bytes: number, seed: number) => unknown;
  /** The encoded value is bytes, which never travel inside a reference. */
  readonly isBinary?: boolean;
  /** What appending gives; required of types that can. `NOTHING` = never written. */
  readonly appended?: readonly (readonly [name: string, current: unknown, added: unknown, readBack: unknown])[];
  readonly notAppended?: readonly (readonly [name: string, current: unknown, added: unknown, message: RegExp])[];
  /** Rows to select from, for types that can. They have `n`, a whole number, and `text` in every row. */
  readonly selectable?: readonly Readonly<Record<string, unknown>>[];
}

export const NOTHING = Symbol("never written");

/** The contract of a storage type, which every one of them runs against real KV. */
export function describeStorageType(promises: StorageTypePromises): void {
  const { kept, changed = [], refused, garbage, valueOfSize } = promises;
  const type = storageTypes[promises.type];
  let puts: PayloadRef[];
  let context: StorageContext;

  beforeEach(() => {
    puts = [];
    const store = createPayloadStore({ kv: (env as unknown as Env).PAYLOADS, newUuid: () => crypto.randomUUID() });
    context = {
      dataNode: {
        id: `DATANODE_subject_${crypto.randomUUID()}`,
        config_id: "subject",
        storage_type: promises.type,
        properties: promises.properties ?? {},
      },
      config: null,
      get budget() {
        return new Budget();
      },
      payloads: recording(store, puts),
      binding: () => undefined,
    };
  });

  const writeAndRead = async (value: unknown) => type.read(context, await type.write(context, value));

  describe(`storage type ${promises.type} ${JSON.stringify(promises.properties ?? {})}`, () => {
    it.each(kept)("reads back %s", async (_name, value) => {
      expect(await writeAndRead(value)).toStrictEqual(value);
    });

    it.each(changed)("reads back %s in its own form", async (_name, value, readBack) => {
      expect(await writeAndRead(value)).toStrictEqual(readBack);
    });

    it.each(refused)("refuses %s and stores nothing", async (_name, value, message) => {
      const refusal = { name: "TaipyError", code: "invalid_value", message: expect.stringMatching(message) };
      await expect(type.write(context, value)).rejects.toMatchObject(refusal);
      expect(puts).toEqual([]);
    });

    it.each(garbage)("reports %s on reading", async (_name, body, contentType) => {
      const ref = await context.payloads.put(body, contentType);
      await expect(type.read(context, ref)).rejects.toMatchObject({ name: "TaipyError", code: "invalid_value" });
    });

    it("keeps a small value in one payload, text inside the reference", async () => {
      const ref = await type.write(context, valueOfSize(1, 0));
      expect(ref).toMatchObject(promises.isBinary ? { tier: "kv", body: null } : { tier: "inline", key: null });
      expect(puts).toEqual([ref]);
    });

    it.each([100_000, 5_000_000])("keeps a value of %i bytes in KV", async (bytes) => {
      const value = valueOfSize(bytes, 0);
      const ref = await type.write(context, value);
      expect(ref).toMatchObject({ tier: "kv", body: null });
      expect(ref.size).toBeGreaterThanOrEqual(bytes);
      expect(await type.read(context, ref)).toStrictEqual(value);
    });

    it("returns a value of its own to every reader", async () => {
      const ref = await type.write(context, valueOfSize(100, 0));
      const [first, second] = [await type.read(context, ref), await type.read(context, ref)];
      expect(first).toStrictEqual(second);
      if (typeof first === "object") expect(first).not.toBe(second);
    });

    it("keeps concurrent writes apart", async () => {
      const values = Array.from({ length: 16 }, (_, seed) => valueOfSize(20_000, seed));
      const refs = await Promise.all(values.map((value) => type.write(context, value)));
      expect(new Set(refs.map((ref) => ref.key)).size).toBe(values.length);
      expect(await Promise.all(refs.map((ref) => type.read(context, ref)))).toStrictEqual(values);
    });

    it("does not change what an older reference leads to", async () => {
      const older = await type.write(context, valueOfSize(20_000, 1));
      await type.write(context, valueOfSize(20_000, 2));
      expect(await type.read(context, older)).toStrictEqual(valueOfSize(20_000, 1));
    });

    if (type.append !== undefined) describeAppend(promises, type.append, () => context);
    if (type.select !== undefined && promises.selectable) describeSelect(promises, type.select, () => context);
  });
}

function describeAppend(
  { type: name, appended = [], notAppended = [], valueOfSize }: StorageTypePromises,
  append: NonNullable<StorageType["append"]>,
  contextOf: () => StorageContext,
): void {
  const type = storageTypes[name];
  const written = async (value: unknown) => (value === NOTHING ? null : type.write(contextOf(), value));

  it("has samples of appends", () => expect(appended).not.toEqual([]));

  it.each(appended)("appends %s", async (_name, current, added, readBack) => {
    const ref = await append(contextOf(), await written(current), added);
    expect(await type.read(contextOf(), ref)).toStrictEqual(readBack);
  });

  it.each(notAppended)("does not append %s, and says why", async (_name, current, added, message) => {
    const ref = await written(current);
    const refusal = { name: "TaipyError", code: "invalid_value", message: expect.stringMatching(message) };
    await expect(append(contextOf(), ref, added)).rejects.toMatchObject(refusal);
    if (ref !== null) expect(await type.read(contextOf(), ref)).toStrictEqual(current);
  });

  it("writes when there is nothing to append to", async () => {
    const ref = await append(contextOf(), null, valueOfSize(100, 1));
    expect(await type.read(contextOf(), ref)).toStrictEqual(valueOfSize(100, 1));
  });

  it("leaves the former value unchanged for each of several concurrent appends", async () => {
    const older = await type.write(contextOf(), valueOfSize(20_000, 1));
    const newer = await Promise.all([2, 3].map((seed) => append(contextOf(), older, valueOfSize(20_000, seed))));
    expect(await type.read(contextOf(), older)).toStrictEqual(valueOfSize(20_000, 1));
    const [second, third] = await Promise.all(newer.map((ref) => type.read(contextOf(), ref)));
    expect(second).not.toEqual(third);
  });
}

const PARTS: readonly (readonly [name: string, selection: Partial<Selection>])[] = [
  ["everything", {}],
  ["the first rows", { limit: 3 }],
  ["no rows", { limit: 0 }],
  ["rows in the middle", { offset: 1_500, limit: 7 }],
  ["the last rows", { offset: 2_498 }],
  ["rows behind the last one", { offset: 1_000_000, limit: 5 }],
  ["one column", { columns: ["text"], limit: 2 }],
  ["columns in another order", { columns: ["text", "n"], offset: 3, limit: 2 }],
  ["rows that a filter lets through", { filter: where("n", "GREATER_OR_EQUAL", 1_200) }],
  ["a part of those rows", { filter: where("n", "GREATER_OR_EQUAL", 1_200), offset: 10, limit: 5 }],
  ["other columns than the filter's", { filter: where("n", "EQUAL", 77), columns: ["text"] }],
  ["rows by text", { filter: where("text", "EQUAL", "row 2001") }],
  ["rows without a text", { filter: where("text", "NOT_EQUAL", "row 2001"), offset: 1_990, limit: 20 }],
  ["rows below a number", { filter: where("n", "LESS_THAN", 3) }],
  ["no row that a filter lets through", { filter: where("n", "GREATER_THAN", 1e9) }],
  [
    "rows that one of two conditions lets through",
    {
      filter: {
        conditions: [...where("n", "LESS_THAN", 2).conditions, ...where("text", "EQUAL", "row 2400").conditions],
        join: "OR",
      },
    },
  ],
];

function where(key: string, operator: FilterOperator, value: unknown): Filter {
  return { conditions: [{ key, operator, value }], join: "AND" };
}

/** A part is what a full read, filtered and cut, gives. */
function describeSelect(
  { type: name, selectable = [] }: StorageTypePromises,
  select: NonNullable<StorageType["select"]>,
  contextOf: () => StorageContext,
): void {
  const type = storageTypes[name];
  const selection = (part: Partial<Selection>): Selection => ({
    filter: null,
    columns: null,
    offset: 0,
    limit: null,
    ...part,
  });

  it.each(PARTS)("selects %s", async (_name, part) => {
    const ref = await type.write(contextOf(), selectable);
    const { filter, columns, offset, limit } = selection(part);
    const all = (await type.read(contextOf(), ref)) as Record<string, unknown>[];
    expect(all).toHaveLength(2_500);
    const rows = filter === null ? all : (filterValue(all, filter, "table") as Record<string, unknown>[]);
    const cut = rows.slice(offset, limit === null ? undefined : offset + limit);
    const chosen = columns ?? Object.keys(all[0] ?? {});
    const expected = cut.map((row) => Object.fromEntries(chosen.map((name) => [name, row[name]])));
    const selected = await select(contextOf(), ref, selection(part));
    expect(selected).toStrictEqual(expected);
    expect(selected.map((row) => Object.keys(row as object))).toEqual(expected.map((row) => Object.keys(row)));
  });

  it.each<[string, Partial<Selection>, string]>([
    ["a column", { columns: ["ghost"] }, "invalid_query"],
    ["a column in a filter", { filter: where("ghost", "EQUAL", 1) }, "invalid_filter"],
    ["a type in a filter", { filter: where("text", "LESS_THAN", 1) }, "invalid_filter"],
  ])("refuses %s that does not fit", async (_name, part, code) => {
    const ref = await type.write(contextOf(), selectable);
    await expect(select(contextOf(), ref, selection(part))).rejects.toMatchObject({ name: "TaipyError", code });
  });

  it("selects nothing from a table without rows", async () => {
    const ref = await type.write(contextOf(), []);
    expect(await select(contextOf(), ref, selection({ limit: 10 }))).toEqual([]);
  });
}

/** 2,500 rows with a number, a text that is missing now and then, and a fraction. */
export const selectableRows = Array.from({ length: 2_500 }, (_, n) => ({
  n,
  text: n % 100 === 99 ? null : `row ${n}`,
  x: n / 8,
}));

function recording(store: PayloadStore, puts: PayloadRef[]): PayloadStore {
  return {
    ...store,
    async put(body, contentType) {
      const ref = await store.put(body, contentType);
      puts.push(ref);
      return ref;
    },
  };
}
