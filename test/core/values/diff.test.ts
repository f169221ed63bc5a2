import fc from "fast-check";
import { applyPatch, type Operation } from "rfc6902";
import { describe, expect, it } from "vitest";
import { diffRows } from "../../../src/core/values/diff-rows.ts";
import { patchOf } from "../../../src/core/values/diff-value.ts";
import { growthOfWork } from "../../harness/work.ts";

function patched(before: unknown, operations: readonly Operation[]): unknown {
  const document = { value: structuredClone(before) };
  const results = applyPatch(
    document,
    operations.map((operation) => ({ ...structuredClone(operation), path: `/value${operation.path}` })),
  );
  expect(results.filter((result) => result !== null)).toEqual([]);
  return document.value;
}

function isPatched(before: unknown, after: unknown): void {
  expect(patched(before, patchOf(before, after))).toEqual(after);
}

describe("the patch between two values", () => {
  const value = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("a", "", null, true)),
    list: fc.array(tie("node"), { maxLength: 5 }),
    object: fc.dictionary(fc.constantFrom("a", "b", "c/d", "e~f", ""), tie("node")),
    node: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("list"), tie("object")),
  })).node;

  it("turns the first value into the second, for any JSON values", () => {
    fc.assert(fc.property(value, value, isPatched), { numRuns: 1_000 });
  });

  it("turns the first value into the second for long lists, too", () => {
    const long = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 80 });
    fc.assert(fc.property(long, long, isPatched));
  });

  it("is empty for equal values", () => {
    expect(patchOf({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
  });

  it("finds the difference of two big integers that round to the same double", () => {
    expect(patchOf([2n ** 53n + 1n], [2n ** 53n + 2n])).toHaveLength(1);
  });

  it("is short when one item was inserted into a long list", () => {
    const before = Array.from({ length: 100_000 }, (_, index) => index);
    const after = before.toSpliced(50_000, 0, -1);
    expect(patchOf(before, after)).toEqual([{ op: "add", path: "/50000", value: -1 }]);
  });

  it("reads each item of a matrix a bounded number of times, however many rows there are", () => {
    const matrix = (rows: number, seed: number) =>
      Array.from({ length: rows }, () => Array.from({ length: 60 }, (_, column) => column * seed));
    const growth = growthOfWork(60, (rows, work) => {
      const [before, after] = [work.counted(matrix(rows, 1)), work.counted(matrix(rows, 2))];
      expect(patchOf(before, after)).toHaveLength(rows * 59);
    });
    expect(growth).toBeLessThan(12);
  });

  it("reads each item of a row a bounded number of times, however long the rows are", () => {
    const matrix = (columns: number, seed: number) =>
      Array.from({ length: 60 }, () => Array.from({ length: columns }, (_, column) => column * seed));
    const growth = growthOfWork(60, (columns, work) => {
      const [before, after] = [work.counted(matrix(columns, 1)), work.counted(matrix(columns, 2))];
      expect(patchOf(before, after)).toHaveLength(60 * (columns - 1));
    });
    expect(growth).toBeLessThan(12);
  });
});

describe("the patch between two large values", () => {
  const numbers = (count: number, first: number) => Array.from({ length: count }, (_, index) => first + index);
  const nested = (depth: number, leaf: unknown) => {
    let value = leaf;
    for (let level = 0; level < depth; level += 1) value = [value];
    return value;
  };

  it.each([
    ["lists", numbers(140_000, 0), numbers(140_000, 1_000_000)],
    ["lists in an object", { a: { b: numbers(140_000, 0) } }, { a: { b: numbers(140_000, 1_000_000) } }],
    [
      "objects",
      Object.fromEntries(numbers(140_000, 0).map((n) => [`m${n}`, n])),
      Object.fromEntries(numbers(140_000, 0).map((n) => [`m${n}`, -1 - n])),
    ],
  ])("has an operation for each of 140,000 differences of %s", (_name, before, after) => {
    expect(patchOf(before, after)).toHaveLength(140_000);
  });

  it("is not the one of a short list whose items have very many members", () => {
    const wide = (seed: number) => [Object.fromEntries(numbers(150_000, 0).map((n) => [`m${n}`, n * seed]))];
    expect(patchOf(wide(1), wide(2))).toHaveLength(149_999);
  });

  it.each([
    ["a million differences", numbers(1_000_000, 0), numbers(1_000_000, 2_000_000), /more than 200000 places/],
    [
      "a million lists in 60 levels",
      nested(60, [numbers(1_000_000, 0), 1]),
      nested(60, [numbers(1_000_000, 0), 2]),
      /comparisons/,
    ],
    ["2,000 levels", nested(2_000, 1), nested(2_000, 2), /deeper than 1000 levels/],
  ])("is refused for %s", (_name, before, after, message) => {
    expect(() => patchOf(before, after)).toThrow(message);
  });

  it("takes no longer for each level that is added", () => {
    expect(patchOf(nested(400, 1), nested(400, 2))).toHaveLength(1);
  });
});

describe("the difference between two tables", () => {
  const row = (id: number, v: unknown) => ({ id, v });

  it("matches rows by their key, wherever they are", () => {
    expect(diffRows([row(1, "a"), row(2, "b")], [row(2, "B"), row(3, "c"), row(1, "a")], ["id"])).toEqual({
      added: [{ row: 1, value: row(3, "c") }],
      removed: [],
      changed: [{ row: 0, key: { id: 2 }, from: { v: "b" }, to: { v: "B" } }],
    });
  });

  it("matches rows with the same key in their order", () => {
    expect(diffRows([row(1, "a"), row(1, "b")], [row(1, "a"), row(1, "c"), row(1, "d")], ["id"])).toEqual({
      added: [{ row: 2, value: row(1, "d") }],
      removed: [],
      changed: [{ row: 1, key: { id: 1 }, from: { v: "b" }, to: { v: "c" } }],
    });
  });

  it("without a key leaves out equal rows, and matches the others by their position", () => {
    expect(diffRows([row(1, "a"), row(2, "b"), row(3, "c")], [row(1, "a"), row(2, "B")], null)).toEqual({
      added: [],
      removed: [{ row: 2, value: row(3, "c") }],
      changed: [{ row: 1, from: { v: "b" }, to: { v: "B" } }],
    });
    expect(diffRows([row(1, "a")], [row(0, "x"), row(1, "a")], null)).toMatchObject({
      added: [{ row: 0 }],
      removed: [],
      changed: [],
    });
  });

  it("counts repeated rows", () => {
    expect(diffRows([row(1, 1), row(1, 1)], [row(1, 1), row(1, 1), row(1, 1)], null).added).toHaveLength(1);
  });

  it("shows a column that only one table has, and ignores the order of columns", () => {
    expect(diffRows([{ a: 1, b: 2 }], [{ b: 2, a: 1 }], null)).toEqual({ added: [], removed: [], changed: [] });
    expect(diffRows([{ a: 1 }], [{ a: 1, b: null }], null).changed).toEqual([{ row: 0, from: {}, to: { b: null } }]);
  });

  it("refuses a key column that not every row has", () => {
    expect(() => diffRows([row(1, 1)], [{ v: 1 }], ["id"])).toThrow("Not every row has the key column 'id'.");
  });

  it.each([[["id"]], [null]])("reads each cell a bounded number of times with the key %j", (key) => {
    const table = (rows: number, seed: number) =>
      Array.from({ length: rows }, (_, id) => ({ id, v: id % 10 === 0 ? seed : 0 }));
    const growth = growthOfWork(1_000, (rows, work) => {
      const [before, after] = [work.counted(table(rows, 1)), work.counted(table(rows, 2))];
      expect(diffRows(before, after, key).changed).toHaveLength(rows / 10);
    });
    expect(growth).toBeLessThan(12);
  });

  it.each([[["id"]], [null]])("is refused for more than 200,000 changed rows, with the key %j", (key) => {
    const table = (seed: number) => Array.from({ length: 200_001 }, (_, id) => ({ id, v: seed }));
    expect(() => diffRows(table(1), table(2), key)).toThrow("differ in more than 200000 places");
  });

  it("copes with a hundred thousand rows", () => {
    const table = (seed: number) =>
      Array.from({ length: 100_000 }, (_, id) => ({ id, v: id % 1_000 === 0 ? seed : 0 }));
    expect(diffRows(table(1), table(2), ["id"]).changed).toHaveLength(100);
    expect(diffRows(table(1), table(2), null).changed).toHaveLength(100);
  });
});
