import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { encodeAnyValue } from "../../src/storage/encoding/any-value.ts";
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
