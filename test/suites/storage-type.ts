import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import type { Env } from "../../src/env.ts";
import { createPayloadStore } from "../../src/persistence/payload-store.ts";
import type { Body, PayloadStore, StorageContext, StorageType } from "../../src/storage/types.ts";

/** What one storage type promises; each pair is a name and a value. */
export interface StorageTypePromises {
  readonly type: StorageType;
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
}

/** The contract of a storage type, which every one of them runs against real KV. */
export function describeStorageType(promises: StorageTypePromises): void {
  const { type, kept, changed = [], refused, garbage, valueOfSize } = promises;
  let puts: PayloadRef[];
  let context: StorageContext;

  beforeEach(() => {
    puts = [];
    const store = createPayloadStore({ kv: (env as unknown as Env).PAYLOADS, newUuid: () => crypto.randomUUID() });
    context = {
      dataNode: {
        id: `DATANODE_subject_${crypto.randomUUID()}`,
        config_id: "subject",
        storage_type: type.name,
        properties: promises.properties ?? {},
      },
      config: null,
      payloads: recording(store, puts),
      binding: () => undefined,
    };
  });

  const writeAndRead = async (value: unknown) => type.read(context, await type.write(context, value));

  describe(`storage type ${type.name} ${JSON.stringify(promises.properties ?? {})}`, () => {
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

    it("keeps a small value inside the reference, in one payload", async () => {
      const ref = await type.write(context, valueOfSize(1, 0));
      expect(ref).toMatchObject({ tier: "inline", key: null });
      expect(puts).toEqual([ref]);
    });

    it.each([100_000, 5_000_000])("keeps a value of %i bytes in KV", async (bytes) => {
      const value = valueOfSize(bytes, 0);
      const ref = await type.write(context, value);
      expect(ref).toMatchObject({ tier: "kv", body: null });
      expect(ref.size).toBeGreaterThanOrEqual(bytes);
      expect(await type.read(context, ref)).toStrictEqual(value);
    });

    it("gives every reader a value of its own", async () => {
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
  });
}

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
