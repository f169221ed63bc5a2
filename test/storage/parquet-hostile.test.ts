import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TaipyError } from "../../src/core/errors.ts";
import { Budget, EXPANSIONS, VALUE_MEMORY } from "../../src/core/values/budget.ts";
import type { Selection } from "../../src/core/values/selection.ts";
import { parquet } from "../../src/storage/parquet.ts";
import type { StorageContext } from "../../src/storage/types.ts";
import { aStoredPayload } from "../harness/factories.ts";
import { HOSTILE_PARQUETS } from "../harness/hostile/parquet.ts";
import { flat } from "../harness/hostile/parquet-column.ts";
import { dataPage, join, levels, parquetFile, run } from "../harness/hostile/parquet-file.ts";
import { KINDS } from "../harness/hostile/parquet-kinds.ts";
import { fixture } from "./fixture.ts";

const contextOf = (bytes: Uint8Array, budget = new Budget()) =>
  ({ dataNode: { properties: {} }, payloads: { getBytes: async () => bytes }, budget }) as unknown as StorageContext;

const refOf = (bytes: Uint8Array) => aStoredPayload("k", { size: bytes.length });

const read = (bytes: Uint8Array, budget?: Budget) => parquet.read(contextOf(bytes, budget), refOf(bytes));

const ALL: Selection = { filter: null, columns: null, offset: 0, limit: null };

const select = (bytes: Uint8Array, selection: Partial<Selection>) =>
  parquet.select?.(contextOf(bytes), refOf(bytes), { ...ALL, ...selection });

const where = (key: string, value: unknown): Partial<Selection> => ({
  filter: { conditions: [{ key, operator: "EQUAL", value }], join: "AND" },
});

const refused = (code: string, says: RegExp) => ({ name: "TaipyError", code, message: expect.stringMatching(says) });

describe("A Parquet file is refused when it has", () => {
  it.each(HOSTILE_PARQUETS)("$name", async ({ bytes, code, says }) => {
    await expect(read(bytes)).rejects.toMatchObject(refused(code, says));
  });
});

describe("A Parquet file is read when it has a few", () => {
  it.each(KINDS)("$name", async ({ make, value }) => {
    expect(await read(make(40))).toEqual(value(40));
  });
});

/** Rows of zeros in pages of some rows each. */
const pagesOf = (pages: number, rowsOfPage: number) =>
  join(...Array.from({ length: pages }, () => dataPage({ values: rowsOfPage, body: levels(run(rowsOfPage, 0)) })));

const NULLS = flat(2_000_000, { type: "INT32", pages: pagesOf(200, 10_000) }, { repetition: 1 });

describe("A part of a Parquet file that is too large as a whole", () => {
  it("is read when its rows lie in a few pages", async () => {
    await expect(read(NULLS)).rejects.toMatchObject(refused("value_too_large", /2,000,000 rows/));
    expect(await select(NULLS, { limit: 1 })).toEqual([{ a: null }]);
    expect(await select(NULLS, { offset: 1_999_998 })).toEqual([{ a: null }, { a: null }]);
    expect(await select(NULLS, { offset: 15_000, limit: 10_000 })).toHaveLength(10_000);
  });

  it("is refused as soon as its own rows are too many", async () => {
    await expect(select(NULLS, { limit: 1_000_000 })).rejects.toMatchObject(
      refused("value_too_large", /1,000,000 rows/),
    );
  });

  it("is read without the columns that are too large", async () => {
    const file = parquetFile({
      schema: [
        { name: "a", type: "INT32", repetition: 1 },
        { name: "b", type: "BYTE_ARRAY", repetition: 0, converted: 0 },
      ],
      groups: [
        {
          rows: 2,
          columns: [
            { path: ["a"], type: "INT32", values: 2, pages: pagesOf(1, 2) },
            {
              path: ["b"],
              type: "BYTE_ARRAY",
              values: 2,
              codec: 1,
              pages: dataPage({ values: 2, body: [0], unpacked: 500_000_000 }),
            },
          ],
        },
      ],
      columns: 2,
    });
    await expect(read(file)).rejects.toMatchObject(refused("value_too_large", /\(column "b", row group 1\)/));
    expect(await select(file, { columns: ["a"] })).toEqual([{ a: null }, { a: null }]);
  });

  it("is found by a filter that keeps few rows", async () => {
    const groups = Array.from({ length: 30 }, (_, group) => ({
      rows: 50_000,
      columns: [
        {
          path: ["a"],
          type: "INT32" as const,
          values: 50_000,
          pages: dataPage({ values: 50_000, body: new Uint8Array(new Int32Array(50_000).fill(group).buffer) }),
        },
      ],
    }));
    const file = parquetFile({ schema: [{ name: "a", type: "INT32", repetition: 0 }], groups });
    await expect(read(file)).rejects.toMatchObject({ code: "value_too_large" });
    expect(await select(file, { ...where("a", 7), limit: 3 })).toEqual([{ a: 7 }, { a: 7 }, { a: 7 }]);
    expect(await select(file, where("a", 29))).toHaveLength(50_000);
    expect(await select(file, where("a", -1))).toEqual([]);
  });
});

describe("A filter of a Parquet file is refused before a page is read", () => {
  const broken = dataPage({ values: 1_000_000, body: [1, 2, 3] });

  it("when the file lacks its column", async () => {
    const file = flat(1_000_000, { type: "INT32", pages: broken });
    await expect(select(file, where("b", 1))).rejects.toMatchObject(
      refused("invalid_filter", /^Column 'b' does not exist\. Columns: a\.$/),
    );
  });

  it("when it would have to read more than 50 million cells", async () => {
    const file = flat(1_000_000, { type: "INT32", pages: broken }, {}, 51);
    await expect(select(file, where("a", 1))).rejects.toMatchObject(
      refused("value_too_large", /would have to read 51,000,000 cells, and it may read 50,000,000/),
    );
  });
});

describe("The budget of a Parquet file", () => {
  it("is charged for what is read, not for the bytes between", async () => {
    const pages = pagesOf(10, 1_000);
    const budget = new Budget();
    await read(flat(10_000, { type: "INT32", pages }, { repetition: 1 }), budget);
    const [rows, cells] = [10_000 * EXPANSIONS.rows.weight, 10_000 * EXPANSIONS.cells.weight];
    const spent = VALUE_MEMORY - budget.left;
    expect(spent).toBeGreaterThan(rows + cells);
    expect(spent).toBeLessThan((rows + cells) * 1.02);
  });
});

const FIXTURES = [
  ...["duckdb", "pandas-brotli", "pandas-gzip", "pandas-lz4", "pandas-none", "pandas-snappy", "pandas-zstd", "polars"],
  "pyarrow-types",
].map((name) => fixture(`${name}.parquet`));
const FILES = [...FIXTURES, ...KINDS.map(({ make }) => make(40))];

/** A change of some bytes at a place between the start (0) and the end (1). */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  isFooter: fc.boolean(),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
});

function changed(
  file: Uint8Array,
  changes: readonly { at: number; isFooter: boolean; bytes: Uint8Array }[],
): Uint8Array {
  const copy = file.slice();
  const footer = new DataView(copy.buffer).getUint32(copy.length - 8, true);
  for (const { at, isFooter, bytes } of changes) {
    const start = isFooter ? copy.length - 8 - footer : 0;
    copy.set(bytes, Math.min(copy.length - bytes.length, start + Math.floor(at * (copy.length - start))));
  }
  return copy;
}

/** What a reader of any bytes may end with. */
const isRefusal = (error: unknown) =>
  error instanceof TaipyError && ["invalid_value", "value_too_large", "invalid_filter"].includes(error.code);

describe("Parquet with some changed bytes", () => {
  it("is read, or refused as such", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FILES),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (file, changes) => {
          const bytes = changed(file, changes);
          for (const work of [
            () => read(bytes),
            () => select(bytes, { limit: 2 }),
            () => select(bytes, where("id", 3)),
          ]) {
            const failure = await Promise.resolve(work()).then(
              () => null,
              (error: unknown) => error,
            );
            if (failure !== null) expect(isRefusal(failure), String(failure)).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
