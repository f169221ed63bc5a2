import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { decodeJson, encodeJson } from "../../src/storage/encoding/dated-json.ts";
import { describeStorageType } from "../suites/storage-type.ts";

const twice = { id: 1 };
const circle: Record<string, unknown> = {};
circle.self = { circle };

const deep = (levels: number): unknown => {
  let value: unknown = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
};

describeStorageType({
  type: "json",
  kept: [
    ["null", null],
    ["an empty list", []],
    ["an empty object", {}],
    ["an empty text", ""],
    ["unicode", { ключ: "héllo ☃ 日本 😀 \u0000 \u2028 \ud800" }],
    ["numbers at the edges", [0, 2 ** 53, -(2 ** 53), Number.MAX_VALUE, 5e-324, 0.1]],
    ["dates", { at: new Date("2024-02-29T12:34:56.789Z"), all: [new Date(0), new Date(-1)] }],
    ["big integers", { n: 12345678901234567890n, all: [-(2n ** 53n) - 1n, 1.5, new Date(0)] }],
    ["a text of many digits", "12345678901234567890"],
    ["a date at the top", new Date("1999-12-31T23:59:59Z")],
    ["an object that occurs twice", [{ ...twice }, { ...twice }]],
    ["a member called __proto__", JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
    ["an object of another __type__", { __type__: "Timedelta", __value__: "1d" }],
    ["a thousand levels", deep(1_000)],
  ],
  changed: [
    ["a BigInt that a number can hold", { n: 1n }, { n: 1 }],
    ["members that are undefined", { a: undefined, b: 1 }, { b: 1 }],
    ["-0", [-0], [0]],
    ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ["an object that occurs twice", [twice, twice], [{ id: 1 }, { id: 1 }]],
  ],
  refused: [
    ["NaN", { rows: [{ x: 1 }, { x: NaN }] }, /NaN \(at \.rows\[1\]\.x\)/],
    ["Infinity", -Infinity, /-Infinity \(at the top\)/],
    ["undefined", undefined, /undefined \(at the top\)/],
    ["undefined in a list", [undefined], /undefined \(at \[0\]\)/],
    ["a map", { m: new Map() }, /an object of class Map \(at \.m\)/],
    ["a function", [() => 1], /a function/],
    ["an object with a toJSON of its own", { toJSON: () => 1 }, /a function \(at \.toJSON\)/],
    ["a list with a toJSON of its own", Object.assign([1], { toJSON: () => 2 }), /a function \(at \.toJSON\)/],
    ["a thousand and one levels", deep(1_001), /nested more than 1000 levels/],
    ["an object of a class", new URL("http://localhost/"), /class URL/],
    ["an invalid date", { at: new Date(NaN) }, /an invalid date \(at \.at\)/],
    ["a circle", circle, /a circular reference \(at \.self\.circle\)/],
    ["too many levels", deep(100_000), /nested more than 1000 levels/],
  ],
  appended: [
    ["a list to a list", [1], [2, [3]], [1, 2, [3]]],
    ["an item to a list", [1], { a: 1 }, [1, { a: 1 }]],
    ["an object to an object, whose members it replaces", { a: 1, b: 1 }, { b: 2, c: 3 }, { a: 1, b: 2, c: 3 }],
    ["dates and big integers", [new Date(0)], [12345678901234567890n], [new Date(0), 12345678901234567890n]],
  ],
  notAppended: [
    ["a list to an object", { a: 1 }, [1], /a list to an object/],
    ["anything to a text", "a", "b", /a string to a string/],
  ],
  garbage: [
    ["text that is no JSON", "{oops", "application/json"],
    ["an empty text", "", "application/json"],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe]), "application/json"],
  ],
  valueOfSize: (bytes, seed) => ({ seed, at: new Date(seed), text: "é".repeat(Math.ceil(bytes / 2)) }),
});

describe("JSON as Taipy writes it", () => {
  it("keeps all digits of integers of any size", () => {
    expect(encodeJson([12345678901234567890n, new Date(0)], new Budget())).toContain("[12345678901234567890,");
    expect(decodeJson("[12345678901234567890, 0.12345678901234568, 1e30]", new Budget())).toEqual([
      12345678901234567890n,
      0.12345678901234568,
      1e30,
    ]);
  });

  it("writes a date as a Datetime", () => {
    expect(JSON.parse(encodeJson({ at: new Date(0) }, new Budget()))).toEqual({
      at: { __type__: "Datetime", __value__: "1970-01-01T00:00:00.000Z" },
    });
  });

  it("reads Python's naive, microsecond Datetimes as UTC", () => {
    const text = '[{"__type__": "Datetime", "__value__": "2024-01-02T03:04:05.678901"}]';
    expect(decodeJson(text, new Budget())).toEqual([new Date("2024-01-02T03:04:05.678Z")]);
  });

  it("leaves a Datetime without a valid time as it is", () => {
    const value = { __type__: "Datetime", __value__: "soon" };
    expect(decodeJson(JSON.stringify(value), new Budget())).toEqual(value);
  });

  it("reads a file that starts with a byte order mark", () => {
    expect(decodeJson('\uFEFF{"a": 1}', new Budget())).toEqual({ a: 1 });
  });
});
