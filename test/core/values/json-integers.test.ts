import { describe, expect, it } from "vitest";
import { parseExactly } from "../../../src/core/values/exact/exact-json.ts";
import { hasLongIntegers, integerLiteral, LONG_INTEGER } from "../../../src/core/values/exact/json-integers.ts";

describe("integers in JSON", () => {
  it.each(["12345678901234567", "[-9007199254740993]", '{"a":9007199254740993}', '"1234567890123456"'])(
    "are recognised as possibly long in %s",
    (text) => expect(hasLongIntegers(text)).toBe(true),
  );

  it.each(["0.12345678901234567", "123456789012345", '"a"', "1e300"])("are recognised as short in %s", (text) =>
    expect(hasLongIntegers(text)).toBe(false),
  );

  it("are searched for with a pattern that looks at a bounded number of characters from each position", () => {
    expect(LONG_INTEGER.source).not.toMatch(/[*+]|\{\d+,\}/);
    expect(hasLongIntegers("9".repeat(20_000_000))).toBe(true);
    expect(hasLongIntegers(`0.${"9".repeat(20_000_000)}`)).toBe(false);
  });

  it("keep all digits when parsed and when written", () => {
    const text = "[9007199254740993,-12345678901234567890,9007199254740992,1,0.5]";
    const value: unknown = parseExactly(text, { integers: true });
    expect(value).toEqual([9007199254740993n, -12345678901234567890n, 2 ** 53, 1, 0.5]);
    expect(JSON.stringify(value, (_, item) => (typeof item === "bigint" ? integerLiteral(item) : item))).toBe(text);
  });
});
