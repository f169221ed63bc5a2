import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonErrorPosition } from "../../../src/core/values/json-error-position.ts";

it.each([
  ["", "line 1, column 1"],
  ["oops", "line 1, column 1"],
  ['{"a": 1,\n "b": oops}', "line 2, column 7"],
  ["[1, 2", "line 1, column 6"],
  ["[1, ]", "line 1, column 5"],
  ["[1 2]", "line 1, column 4"],
  ['{"a" 1}', "line 1, column 6"],
  ["{1: 2}", "line 1, column 2"],
  ['{"a": 1,}', "line 1, column 9"],
  ["[1}", "line 1, column 3"],
  ["1 2", "line 1, column 3"],
  ["[01]", "line 1, column 3"],
  ['["a\nb"]', "line 1, column 4"],
  ['["\\x"]', "line 1, column 4"],
  ['["\\u12g4"]', "line 1, column 4"],
  ['["abc', "line 1, column 6"],
])("the first error of %j is at %s", (text, position) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(jsonErrorPosition(text)).toBe(position);
});

it("valid JSON has its error position at the end of the text", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(jsonErrorPosition(`${text}\n`)).toBe(`line ${text.split("\n").length + 1}, column 1`);
    }),
  );
});

it("the first error of a truncated text is at the cut, or before it", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, length) => {
      const cut = text.slice(0, length % (text.length + 1));
      expect(Number(/column (\d+)/.exec(jsonErrorPosition(cut))?.[1])).toBeLessThanOrEqual(cut.length + 1);
    }),
  );
});
