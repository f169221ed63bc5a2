import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonError, jsonErrorText } from "../../../src/core/values/json-error.ts";

const jsonErrorPosition = (text: string): string => {
  const { line, column } = jsonError(text);
  return `line ${line}, column ${column}`;
};

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

it.each([
  ["{oops", "(line 1, column 2): expected a name in double quotes or '}', found 'o' near: {oops"],
  ["", "(line 1, column 1): expected a value, found the end"],
  ['{"a": 1 "b": 2}', "(line 1, column 9): expected ',' or '}', found '\"' near: {\"a\": 1 \"b\": 2}"],
  ['{"a" 1}', "(line 1, column 6): expected ':', found '1' near: {\"a\" 1}"],
  ["[1, ]", "(line 1, column 5): expected a value, found ']' near: [1, ]"],
  ["[1]\n2", "(line 2, column 1): expected the end, found '2' near: [1] 2"],
  [
    '["a\nb"]',
    "(line 1, column 4): expected a closing double quote, or an escape such as \\n, found ' ' near: [\"a b\"]",
  ],
  ['"\\x"', "(line 1, column 3): expected an escape such as \\n or \\u00e9, found 'x' near: \"\\x\""],
  ['["abc', '(line 1, column 6): expected a closing double quote, found the end near: ["abc'],
  ["[NaN]", "(line 1, column 2): expected a value or ']', found 'N' near: [NaN]"],
])("the error of %j is told as what was expected and what was found", (text, told) => {
  expect(jsonErrorText(jsonError(text))).toBe(told);
});

it("Python's numbers are no errors where they are taken", () => {
  expect(jsonError("[NaN, -Infinity, oops]", true).column).toBe(18);
});

it("an excerpt has at most forty characters on one line, also of millions of lines and of halves of characters", () => {
  const { line, column, excerpt } = jsonError(`${"\n".repeat(1_000_000)}\u{1f600}${"x".repeat(1_000)}`);
  expect([line, column]).toEqual([1_000_001, 1]);
  expect(excerpt.length).toBeLessThanOrEqual(40);
  expect(excerpt).not.toContain("\n");
  expect(jsonError(`[${"\u{1f600}".repeat(100)}`).found).toBe("'\u{1f600}'");
});
