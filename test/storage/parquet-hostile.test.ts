import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { parquet } from "../../src/storage/parquet.ts";
import type { StorageContext } from "../../src/storage/types.ts";
import { aStoredPayload } from "../harness/factories.ts";
import { HOSTILE_PARQUETS } from "../harness/hostile/parquet.ts";

const contextOf = (bytes: Uint8Array) =>
  ({
    dataNode: { properties: {} },
    payloads: { getBytes: async () => bytes },
    budget: new Budget(),
  }) as unknown as StorageContext;

const refOf = (bytes: Uint8Array) => aStoredPayload("k", { size: bytes.length });

describe("a Parquet file is refused when it has", () => {
  it.each(HOSTILE_PARQUETS)("$name", async ({ bytes, code, says }) => {
    await expect(parquet.read(contextOf(bytes), refOf(bytes))).rejects.toMatchObject({
      name: "TaipyError",
      code,
      message: expect.stringMatching(says),
    });
  });
});
