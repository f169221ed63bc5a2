import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { inOrderOfText } from "../../../src/core/values/columns/json-order.ts";
import { jsonOfValue } from "../../../src/core/values/json-value.ts";

const inOrder = (text: string) => inOrderOfText(JSON.parse(text), text, new Budget());

describe("The order of columns in a JSON text", () => {
  it.each([
    '[{"country":"FR","2019":1},{"country":"DE","2019":2}]',
    '{"country":["FR"],"2019":[1],"2018":[2]}',
    '[{"a":{"b":[1,"}"]},"1":"\\",","c\\"d":[[],{}],"0":null}]',
    '[{"2019":1,"2020":2}]',
    "[]",
    "[[1]]",
    '"text"',
  ])("is the one of the value that is read: %s", (text) => {
    expect(jsonOfValue(inOrder(text))).toBe(text);
  });

  it("is the one of the first row, and names that it lacks come behind it", () => {
    expect(jsonOfValue(inOrder('[ { "b" : 1 , "1" : 2 }, {"0": 3, "1": 4, "b": 5} ]'))).toBe(
      '[{"b":1,"1":2},{"b":5,"1":4,"0":3}]',
    );
  });

  it("is found in rows of any names and cells, however they are indented", () => {
    const name = fc.oneof(fc.nat(20).map(String), fc.string());
    const row = fc
      .uniqueArray(name, { minLength: 1 })
      .chain((names) => fc.tuple(...names.map((key) => fc.tuple(fc.constant(key), fc.jsonValue({ maxDepth: 2 })))));
    fc.assert(
      fc.property(row, fc.nat(2), (members, indent) => {
        const gap = "\n".repeat(indent);
        const cells = members.map(([key, cell]) => `${gap}${JSON.stringify(key)}${gap}:${JSON.stringify(cell)}${gap}`);
        const kept = members.map(([key, cell]) => `${JSON.stringify(key)}:${jsonOfValue(cell)}`);
        expect(jsonOfValue(inOrder(`[{${cells.join(",")}}]`))).toBe(`[{${kept.join(",")}}]`);
      }),
    );
  });
});
