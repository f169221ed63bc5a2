import { describe, expect, test } from "vitest";
import { jsonOfValue } from "../../../src/core/values/json-value.ts";
import { jsonPiecesOf } from "../../../src/http/output/json-pieces.ts";

const ROWS = 2_500;
const listOf = (make: (n: number) => unknown): unknown[] => Array.from({ length: ROWS }, (_, n) => make(n));
const withToJson = (): unknown[] =>
  Object.assign(
    listOf((n) => [new Date(n)]),
    { toJSON: () => "other" },
  );

function listOfItself(): unknown[] {
  const rows = listOf((n) => n);
  rows[ROWS - 1] = { rows };
  return rows;
}

describe("the JSON of a value in pieces", () => {
  test.each<[string, unknown[]]>([
    ["numbers", listOf((n) => n / 8)],
    ["rows", listOf((n) => ({ n, text: `"${n}`, missing: null }))],
    ["rows of dates", listOf((n) => ({ n, at: new Date(n), big: 2n ** 70n, none: undefined, nan: Number.NaN }))],
    ["dates", listOf((n) => new Date(n))],
    ["wide rows", listOf((n) => Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`c${at}`, n * at])))],
    ["holes", Object.assign([], { length: ROWS })],
    ["lists of lists", listOf((n) => [[n], { a: [n] }])],
  ])("is the JSON of the whole for a long list of %s, in more than two pieces", (_, value) => {
    const pieces = [...jsonPiecesOf(value)];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join("")).toBe(jsonOfValue(value));
  });

  test.each<[string, () => unknown]>([
    ["a short list", () => [1, 2]],
    ["an object", () => ({ a: listOf((n) => n) })],
    ["a list of maps", () => listOf((n) => new Map([["n", n]]))],
    ["a list with a JSON form of its own", withToJson],
    ["rows with a JSON form of their own", () => listOf((n) => ({ n, toJSON: () => "other" }))],
    ["a list whose rows refer to it", listOfItself],
  ])("is one piece for %s", (_, make) => {
    const value = make();
    expect([...jsonPiecesOf(value)]).toEqual([jsonOfValue(value)]);
  });

  test("refuses a list of dates whose text would be too long, before any piece is made", () => {
    const date = new Date(0);
    const name = "n".repeat(12_000);
    const rows = listOf(() => ({ [name]: date }));
    expect(() => jsonPiecesOf(rows).next()).toThrow(expect.objectContaining({ code: "value_too_large" }));
  });
});
