import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { excel } from "../../../src/storage/excel.ts";
import type { StorageContext } from "../../../src/storage/types.ts";
import { aStoredPayload } from "../../harness/factories.ts";
import { HARMLESS_WORKBOOKS, HOSTILE_WORKBOOKS, LYING_WORKBOOKS } from "../../harness/hostile/workbook.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function read(bytes: Uint8Array, properties: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const context = {
    dataNode: { properties },
    payloads: { getBytes: async () => bytes },
    budget: new Budget(),
  } as unknown as StorageContext;
  return excel.read(context, aStoredPayload("k", { content_type: XLSX, size: bytes.length }));
}

describe("a small workbook that stands for a large one", () => {
  it.each(HOSTILE_WORKBOOKS)("is refused, and the refusal says what is too much and where: $name", async (hostile) => {
    const { bytes, reason } = hostile;
    expect(bytes.length).toBeLessThan(2_000_000);
    await expect(read(bytes)).rejects.toMatchObject({
      code: "value_too_large",
      message: expect.stringMatching(reason),
    });
  });

  it.each(LYING_WORKBOOKS)("is refused as no workbook when it lies: $name", async ({ bytes, reason }) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: "invalid_value", message: expect.stringMatching(reason) });
  });

  it.each(HARMLESS_WORKBOOKS)("is read when only what no reader needs is large: $name", async ({ bytes }) => {
    expect(await read(bytes)).toEqual({ S0: [{ a: 1 }] });
  });
});
