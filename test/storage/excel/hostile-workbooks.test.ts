import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { excel } from "../../../src/storage/excel.ts";
import type { StorageContext } from "../../../src/storage/types.ts";
import { aStoredPayload } from "../../harness/factories.ts";
import { HARMLESS_WORKBOOKS, HOSTILE_WORKBOOKS, LYING_WORKBOOKS } from "../../harness/hostile/workbook.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const contextOf = (bytes: Uint8Array, put?: (body: Uint8Array) => void) =>
  ({
    dataNode: { properties: {} },
    payloads: { getBytes: async () => bytes, put: async (body: Uint8Array) => put?.(body) },
    budget: new Budget(),
  }) as unknown as StorageContext;

const refOf = (bytes: Uint8Array) => aStoredPayload("k", { content_type: XLSX, size: bytes.length });

const read = (bytes: Uint8Array) => excel.read(contextOf(bytes), refOf(bytes));

/** Harmless workbooks to which no row can be added, and what the refusal says. */
const NOT_APPENDED: ReadonlyMap<string, RegExp> = new Map([
  ["20,000 parts that share their bytes", /unpacked bytes \(the file\)/],
  ["a million merged cells", /A1:XFD1048576 are merged/],
  ["a formula of 50 million characters", /would replace the formula of the cell A3/],
]);

/** Stores what an append of a row gives. */
async function append(bytes: Uint8Array, puts: Uint8Array[]): Promise<void> {
  const context = contextOf(bytes, (body) => puts.push(body));
  await excel.append?.(context, refOf(bytes), [{ a: 2 }]);
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

  it.each(HARMLESS_WORKBOOKS)("gets a row, or a refusal that says why not: $name", async ({ name, bytes }) => {
    const puts: Uint8Array[] = [];
    const message = NOT_APPENDED.get(name);
    if (message !== undefined) {
      await expect(append(bytes, puts)).rejects.toMatchObject({ message: expect.stringMatching(message) });
      expect(puts).toEqual([]);
      return;
    }
    await append(bytes, puts);
    expect(await read(puts[0] ?? bytes)).toEqual({ S0: [{ a: 1 }, { a: 2 }] });
  });

  it.each([...HOSTILE_WORKBOOKS, ...LYING_WORKBOOKS])(
    "gets no row, and nothing is stored: $name",
    async ({ bytes }) => {
      const puts: Uint8Array[] = [];
      await expect(append(bytes, puts)).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:value_too_large|invalid_value)$/),
      });
      expect(puts).toEqual([]);
    },
  );

  it.each([...HOSTILE_WORKBOOKS.slice(0, 3), ...LYING_WORKBOOKS])("can be written over: $name", async ({ bytes }) => {
    const puts: Uint8Array[] = [];
    await excel.write(
      contextOf(bytes, (body) => puts.push(body)),
      [{ a: 2 }],
      refOf(bytes),
    );
    expect(await read(puts[0] ?? bytes)).toEqual({ Sheet1: [{ a: 2 }] });
  });
});
