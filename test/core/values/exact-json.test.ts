import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { parseExactly } from "../../../src/core/values/exact/exact-json.ts";
import { NoRoomForFractions } from "../../../src/core/values/exact/shared-fractions.ts";
import { hasWholeFractions, WholeFraction, withoutFractions } from "../../../src/core/values/exact/whole-fraction.ts";
import { parseJson } from "../../../src/core/values/json-text.ts";

/** Texts of JSON in any spelling of blanks, escapes and numbers. */
const blank = fc.constantFrom("", "", " ", "\n", "\t", "\r\n ");
const numberText = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.oneof(fc.constantFrom("0", "1", "10", "9007199254740993"), fc.nat(10 ** 6).map(String)),
    fc.constantFrom("", "", ".0", ".00", ".5", ".050", ".0000001"),
    fc.constantFrom("", "", "", "e0", "E2", "e+17", "e-3", "e22", "e400"),
  )
  .map((parts) => parts.join(""));
const stringText = fc.oneof(
  fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u00e9\\/\\b"', '"1.0"', '"\\""', '"__proto__"', '"3e4"', '""', '"é☃"'),
);
const { value: jsonText } = fc.letrec<{ value: string }>((tie) => ({
  value: fc
    .tuple(
      blank,
      fc.oneof(
        { depthSize: "medium", withCrossShrink: true },
        numberText,
        stringText,
        fc.constantFrom("true", "false", "null"),
        fc.array(tie("value"), { maxLength: 5 }).map((items) => `[${items.join(",")}]`),
        fc
          .array(fc.tuple(blank, stringText, blank, tie("value")), { maxLength: 5 })
          .map(
            (members) =>
              `{${members.map(([before, name, after, value]) => `${before}${name}${after}:${value}`).join(",")}}`,
          ),
      ),
      blank,
    )
    .map((parts) => parts.join("")),
}));

describe("the exact reader of JSON", () => {
  it("reads every text as JSON.parse does, when nothing more is to be kept", () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(parseExactly(text, {})).toEqual(JSON.parse(text));
        const names = (value: unknown) => JSON.stringify(value);
        expect(names(parseExactly(text, {}))).toBe(names(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  it("accepts no text that JSON.parse refuses, and the other way round", () => {
    const damaged = fc
      .tuple(jsonText, fc.nat(), fc.constantFrom("", ",", '"', "\\", "]", "}", "{", "0", ".", "-", "e", "\u0001", "x"))
      .map(([text, at, sign]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + sign + text.slice(place + (at % 2));
      });
    const isRead = (read: () => unknown) => {
      try {
        read();
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
        return false;
      }
    };
    fc.assert(
      fc.property(damaged, (text) => {
        expect(isRead(() => parseExactly(text, { integers: true, fractions: true }))).toBe(
          isRead(() => JSON.parse(text)),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it("keeps the name __proto__ as a member like any other", () => {
    const value = parseExactly('{"__proto__": 1.0}', { fractions: true }) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__"]);
  });

  it("takes the last of two members with one name, also when the first was a fraction", () => {
    expect(parseExactly('{"a": 1.0, "b": 2, "a": 1}', { fractions: true })).toEqual({ a: 1, b: 2 });
  });

  it("leaves texts that are deeper than any stored value to JSON.parse", () => {
    const deep = `${"[".repeat(1_001)}1.0${"]".repeat(1_001)}`;
    expect(() => parseExactly(deep, {})).toThrow(SyntaxError);
    expect(parseJson(deep, "written")).toEqual({ ok: false, reason: "too_deep" });
  });

  it("keeps one object for all fractions with the same literal, and charges it once", () => {
    const budget = new Budget();
    const before = budget.left;
    const [first, second, third] = parseExactly("[1.0, 1.0, 2.0]", { fractions: true, budget }) as unknown[];
    expect(first).toBe(second);
    expect(first).not.toBe(third);
    expect(before - budget.left).toBe(2 * 96);
  });

  it("says when the last budget has no room for the fractions, and JSON is read with JavaScript's numbers then", () => {
    const text = "[1.0, 2.0, 12345678901234567890]";
    const reading = { fractions: true, integers: true, budget: new Budget(100) };
    expect(() => parseExactly(text, reading)).toThrow(NoRoomForFractions);
    const needed = 1_000;
    expect(parseJson(text, "written", new Budget(needed))).toEqual({
      ok: true,
      value: [new WholeFraction(1), new WholeFraction(2), 12345678901234567890n],
    });
    const spent = needed - 100;
    const tight = new Budget(needed);
    tight.charge("unpackedBytes", spent - 300);
    expect(parseJson(text, "written", tight)).toEqual({ ok: true, value: [1, 2, 12345678901234567890n] });
  });

  it("shares all equal fractions where the budget has no room for one object each", () => {
    const numbers = Array.from({ length: 20_000 }, (_, n) => `${((n * 7_919) % 5_000) - 1}.0`);
    const read = (room: number) => {
      const budget = new Budget(96 * room);
      const fractions = parseExactly(`[-0.0, ${numbers.join()}]`, { fractions: true, budget }) as WholeFraction[];
      expect(fractions.map((fraction) => JSON.stringify(fraction))).toEqual(["-0.0", ...numbers]);
      return new Set(fractions).size;
    };
    expect(read(5_001)).toBe(5_001);
    expect(() => read(5_000)).toThrow(NoRoomForFractions);
    expect(read(30_000)).toBeGreaterThan(5_001);
  });

  it("charges nothing for fractions that don't fit, or that stand in what is no JSON", () => {
    const left = (text: string, budget: Budget) => {
      const before = budget.left;
      expect(() => parseExactly(text, { fractions: true, budget })).toThrow();
      return before - budget.left;
    };
    expect(left("[1.0, 2.0, 3.0]", new Budget(200))).toBe(0);
    expect(left("[1.0, 2.0, 3.0, NaN]", new Budget())).toBe(0);
  });

  it("refuses fractions for which the first of two budgets has no room, so that the second one gets them", () => {
    const first = new Budget(1_000, { isFirst: true });
    const text = `[${Array.from({ length: 12 }, (_, n) => `${n}.0`).join()}]`;
    expect(() => parseJson(text, "written", first)).toThrow(expect.objectContaining({ code: "value_too_large" }));
    expect(first.refusal).not.toBeNull();
  });

  it("takes fractions with one value for one fraction, but -0.0 for another one than 0.0", () => {
    const fractions = parseExactly("[0.0, 0e5, -0.0, -0.00, 5.0, 50e-1]", { fractions: true }) as WholeFraction[];
    expect(fractions.map((fraction) => JSON.stringify(fraction))).toEqual(["0.0", "0.0", "-0.0", "-0.0", "5.0", "5.0"]);
    expect(new Set(fractions).size).toBe(3);
  });

  it("reads each number as JSON.parse does to the last bit", () => {
    const digits = fc.stringMatching(/^\d{1,17}$/);
    const number = fc
      .tuple(fc.constantFrom("", "-"), fc.oneof(fc.constant("0"), fc.stringMatching(/^[1-9]\d{0,16}$/)), digits)
      .map(([sign, whole, decimals]) => `${sign}${whole}.${decimals}`);
    const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
    fc.assert(
      fc.property(fc.oneof(number, double), (text) => {
        expect(Object.is(parseExactly(text, {}), JSON.parse(text))).toBe(true);
        expect(Object.is(Number(parseExactly(text, { fractions: true })), JSON.parse(text))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("whole fractions", () => {
  const written = (text: string) => {
    const parsed = parseJson(text, "written");
    return parsed.ok ? parsed.value : parsed.reason;
  };

  it.each([
    ["1.0", "1.0"],
    ["-0.0", "-0.0"],
    ["0.0", "0.0"],
    ["1e3", "1000.0"],
    ["1E+3", "1000.0"],
    ["1.50e1", "15.0"],
    ["10e-1", "1.0"],
    ["-2.000", "-2.0"],
    ["1e15", "1000000000000000.0"],
    ["9007199254740993.0", "9007199254740992.0"],
    ["1e16", "1e+16"],
    ["123456789012345680000.0", "1.2345678901234568e+20"],
    ["1e21", "1e+21"],
    ["1.5", "1.5"],
    ["1e-7", "1e-7"],
    ["1", "1"],
    ["-0", "0"],
    ["12345678901234567890", "12345678901234567890"],
  ])("%s is written as %s, alone, in a list and as a member", (literal, expected) => {
    const text = (value: unknown) =>
      JSON.stringify(value, (_, item) => (typeof item === "bigint" ? JSON.parse(`"${item}"`) : item)).replaceAll(
        /"(\d{16,})"/g,
        "$1",
      );
    expect(text(written(literal))).toBe(expected);
    expect(text(written(`[ ${literal} ,{"a":${literal}}]`))).toBe(`[${expected},{"a":${expected}}]`);
  });

  it.each(["1", "[1,2]", '{"a":0.5}', "1.05", "[10.001]", '"1.0"', '"a1e5"', '"v1.0.0"', '["3e4f-12e3"]', "0.0000001"])(
    "are not looked for in %s",
    (text) => expect(hasWholeFractions(text)).toBe(false),
  );

  it.each(["1.0", "[1.0]", '{"a":-1.0}', " 1e5", "[1,\n1E5]", "[1.5e1]", '{"a": 3.000}'])(
    "are looked for in %s",
    (text) => expect(hasWholeFractions(text)).toBe(true),
  );

  it("are looked for in a time that grows with the text only", () => {
    for (const part of ["1.0", "0", "1.00000000001,", "1111111111.1111111111", ",1.", "1e", '"1e']) {
      expect(typeof hasWholeFractions(part.repeat(3_000_000))).toBe("boolean");
    }
    expect(hasWholeFractions(`0.${"0".repeat(10_000_000)}1`)).toBe(false);
  });

  it("become JavaScript's numbers where they are not kept, at any place", () => {
    expect(withoutFractions(written("-0.0"))).toBe(-0);
    expect(withoutFractions(written('[1.0, {"a": [2e3, null, "3.0"]}, []]'))).toEqual([
      1,
      { a: [2_000, null, "3.0"] },
      [],
    ]);
    expect(withoutFractions(null)).toBeNull();
    expect(withoutFractions("1.0")).toBe("1.0");
  });

  it("can be compared and reckoned with like numbers", () => {
    const one = new WholeFraction(1);
    expect(one < (2 as unknown as WholeFraction)).toBe(true);
    expect(Number(one) + 1).toBe(2);
  });
});
