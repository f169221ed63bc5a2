import type { StorageTypeName } from "../../src/core/storage-types.ts";
import type { StorageTypePromises } from "./storage-type.ts";

const twice = { id: 1 };
const circle: Record<string, unknown> = { name: "circle" };
circle.self = circle;

const deep = (levels: number): unknown => {
  let value: unknown = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
};

/** The promises of the types that keep any value. */
export const promisesOfAnyValue = (type: StorageTypeName): StorageTypePromises => ({
  type,
  kept: [
    ["null", null],
    ["undefined", undefined],
    ["booleans", [true, false]],
    ["an empty list", []],
    ["an empty object", {}],
    ["an empty text", ""],
    ["unicode", "héllo ☃ 日本 😀 \u0000 \u2028 </script>"],
    ["half a surrogate pair", "\ud800"],
    ["numbers at the edges", [NaN, Infinity, -Infinity, -0, 2 ** 53, Number.MAX_VALUE, 5e-324]],
    ["dates", { at: new Date("2024-02-29T12:34:56.789Z"), never: new Date(NaN) }],
    ["maps and sets", new Map<unknown, unknown>([[1, new Set(["a"])]])],
    ["a BigInt", 12345678901234567890n],
    ["bytes", new Uint8Array([0, 128, 255])],
    ["undefined members", { a: undefined, b: [undefined, 1] }],
    ["an object that occurs twice", [twice, twice]],
    ["an object in a circle", circle],
    ["a member called __proto__", JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
    ["an object without prototype", Object.assign(Object.create(null), { a: 1 })],
    ["a thousand levels", deep(1_000)],
    [
      "rows",
      [
        { x: 1, y: "p" },
        { x: 2.5, y: null },
      ],
    ],
  ],
  refused: [
    ["a function", { rows: [{ f: () => 1 }] }, /function.*rows\[0\]\.f/],
    ["a symbol", Symbol("s"), /Symbol.*the top/],
    ["an object of a class", [new (class Model {})()], /\[0\]/],
    ["a promise", Promise.resolve(1), /./],
    ["a thousand and one levels", deep(1_001), /nested more than 1000 levels/],
    ["too many levels", deep(100_000), /nested more than 1000 levels/],
    ["too many levels of maps", new Map([["a", deep(100_000)]]), /nested more than 1000 levels/],
  ],
  garbage: [
    ["text that is no JSON", "{oops", "application/json"],
    ["an empty text", "", "application/json"],
    ["text that is no devalue", '[["Ghost",1],2]', "application/vnd.taipy-edge.devalue+json"],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe]), "application/json"],
  ],
  valueOfSize: (bytes, seed) => ({ seed, text: "é".repeat(Math.ceil(bytes / 2)) }),
});
