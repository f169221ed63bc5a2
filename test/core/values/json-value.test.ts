import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonOfValue } from "../../../src/core/values/json-value.ts";

const shown = (value: unknown): unknown => JSON.parse(jsonOfValue(value));

describe("the JSON of a value", () => {
  test.each<[string, unknown, unknown]>([
    ["null", null, null],
    ["text", "héllo ☃", "héllo ☃"],
    ["NaN and infinities", [Number.NaN, Infinity, -Infinity, 1.5], [null, null, null, 1.5]],
    ["undefined and functions", { a: undefined, b: () => 1, c: Symbol("c") }, { a: null, b: null, c: null }],
    ["undefined alone", undefined, null],
    ["a date", new Date("2024-01-01T00:00:00.250Z"), { __type__: "Datetime", __value__: "2024-01-01T00:00:00.250000" }],
    ["a date inside", [{ d: new Date(0) }], [{ d: { __type__: "Datetime", __value__: "1970-01-01T00:00:00" } }]],
    ["an invalid date", [new Date(Number.NaN)], [null]],
    ["a map with text keys", new Map<string, unknown>([["__proto__", new Set([1])]]), JSON.parse('{"__proto__": [1]}')],
    ["a map with other keys", new Map([[1, "a"]]), [[1, "a"]]],
    ["typed arrays", [new Float64Array([0.5, Number.NaN]), new BigInt64Array([3n])], [[0.5, null], [3]]],
    ["bytes", [new Uint8Array([1, 255]).buffer, new DataView(new Uint8Array([7]).buffer)], [[1, 255], [7]]],
    ["a pattern", /a+/g, "/a+/g"],
  ])("of %s", (_, value, json) => {
    expect(shown(value)).toEqual(json);
  });

  test("of a big integer has all its digits", () => {
    expect(jsonOfValue([1n, { n: 2n ** 53n }, -(2n ** 70n), 2n ** 53n])).toBe(
      '[1,{"n":9007199254740992},-1180591620717411303424,9007199254740992]',
    );
  });

  test("of the same object twice is complete, of an object inside itself null", () => {
    const shared = { n: 1 };
    expect(shown([shared, shared, { shared }])).toEqual([{ n: 1 }, { n: 1 }, { shared: { n: 1 } }]);
    const loop: { self?: unknown; list: unknown[]; map: Map<string, unknown> } = { list: [], map: new Map() };
    loop.self = loop;
    loop.list.push(loop, 2);
    loop.map.set("loop", loop).set("map", loop.map);
    expect(shown(loop)).toEqual({ self: null, list: [null, 2], map: { loop: null, map: null } });
  });

  test("of a value nested a hundred thousand levels deep ends", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(jsonOfValue(deep)).toMatch(/^\[+null\]+$/);
  });

  test("is the same alone and beside a value that JSON has no form for", () => {
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 6 }),
      fc.anything({ withBigInt: true, withDate: true, withMap: true }),
    );
    fc.assert(
      fc.property(values, (value) => {
        expect(jsonOfValue([value])).toBe(jsonOfValue([value, undefined]).replace(/,null\]$/, "]"));
      }),
      { numRuns: 500 },
    );
  });

  test("ignores the toJSON method of a list", () => {
    const list = Object.assign([1], { toJSON: () => [2, new Date(0)] });
    expect(jsonOfValue([list])).toBe(jsonOfValue([list, undefined]).replace(/,null\]$/, "]"));
  });

  test("of a thousand levels is complete, the next one null", () => {
    const nested = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(jsonOfValue(nested(1_000))).toBe(JSON.stringify(nested(1_000)));
    expect(jsonOfValue(nested(1_001))).toBe(`${"[".repeat(1_000)}null${"]".repeat(1_000)}`);
  });
});
