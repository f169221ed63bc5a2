import { describe, expect, it } from "vitest";
import { Budget, VALUE_MEMORY } from "../../src/core/values/budget.ts";
import { decodeAnyValue, encodeAnyValue } from "../../src/storage/encoding/any-value.ts";
import { promisesOfAnyValue } from "../suites/any-value.ts";
import { describeStorageType } from "../suites/storage-type.ts";

describeStorageType(promisesOfAnyValue("pickle"));

describe("the encoding of any value", () => {
  it.each(['{"a":{"b":[1,2.5,"x",null,true]}}', "[]", '"text"', "5", "null", '{"__proto__":1}'])(
    "is the JSON text itself for %s",
    async (text) => {
      expect(await encodeAnyValue(JSON.parse(text), new Budget())).toEqual({
        body: text,
        contentType: "application/json",
      });
    },
  );

  it.each([
    ["undefined", undefined],
    ["a hole in a list", new Array(1)],
    ["NaN", [NaN]],
    ["-0", -0],
    ["a date", { at: new Date(0) }],
    ["a missing member", { a: undefined }],
    ["a list with a toJSON of its own", Object.assign([1], { toJSON: () => 2 })],
  ])("is not JSON for %s", async (_name, value) => {
    expect((await encodeAnyValue(value, new Budget())).contentType).toBe("application/vnd.taipy-edge.devalue+json");
  });
});

describe("the memory of tagged values", () => {
  const spent = async (text: string): Promise<number> => {
    const budget = new Budget();
    await decodeAnyValue(text, "application/vnd.taipy-edge.devalue+json", budget);
    return VALUE_MEMORY - budget.left;
  };

  it("counts a part at each place that refers to it, since its JSON is there, too", async () => {
    const places = (count: number) => JSON.stringify([Array(count).fill(1), ["Date", "2026-01-01T00:00:00.000Z"]]);
    const [one, hundred] = [await spent(places(1)), await spent(places(100))];
    expect(hundred - one).toBeGreaterThan(99 * 100);
  });

  it("counts nothing for a reference to an enclosing part: children may know their parents", async () => {
    const parent: { children: unknown[] } = { children: [] };
    parent.children = Array.from({ length: 5_000 }, (_, n) => ({ n, parent }));
    const { body, contentType } = await encodeAnyValue(parent, new Budget());
    const read = (await decodeAnyValue(body, contentType, new Budget())) as typeof parent;
    expect(read.children.every((child) => (child as { parent: unknown }).parent === read)).toBe(true);
  });

  it.each([
    ["a missing reference", "[[7]]"],
    ["a text as a length", '[[-7,"5"]]'],
    ["an object instead of a buffer", '[["Uint8Array",1],{}]'],
    ["an unknown kind", '[["Bomb",1],1]'],
    ["a number alone", "12"],
    ["nothing", "[]"],
    ["brackets a thousand deep in a pattern", JSON.stringify([["RegExp", "(".repeat(100_000)]])],
  ])("leaves it to the library to refuse %s", async (_, text) => {
    await expect(spent(text)).rejects.toMatchObject({ code: "invalid_value" });
  });
});
