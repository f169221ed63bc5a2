import { describe, expect, it } from "vitest";
import { compared } from "../../../../src/core/values/exact/compare-cells.ts";
import { compareNumbers, Decimal } from "../../../../src/core/values/exact/decimal.ts";
import {
  dateOfNanoseconds,
  dateOfText,
  nanosecondsOf,
  PreciseDate,
  textOfDate,
} from "../../../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../../../src/core/values/exact/time-span.ts";
import { WholeFraction } from "../../../../src/core/values/exact/whole-fraction.ts";
import { filterValue } from "../../../../src/core/values/filter.ts";
import { jsonOfValue } from "../../../../src/core/values/json-value.ts";

describe("a decimal of digits", () => {
  it.each([
    ["1.15", 1.15],
    ["1.500000000000000000000", 1.5],
    ["-0.10", -0.1],
    ["1e-7", 1e-7],
    ["0.0000001", 1e-7],
    ["42", 42],
    ["42.000", 42],
    ["0.000", 0],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993.000", -9007199254740993n],
    ["12e20", 1200000000000000000000n],
    ["1.7e300", BigInt(`17${"0".repeat(299)}`)],
  ])("%s is %s where JavaScript has a number or a BigInt of the same digits", (text, value) => {
    expect(Decimal.parse(text)).toBe(value);
  });

  it.each(["90071992547409.93", "0.12345678901234567890", "123456789012345678.5", "-1.0000000000000000001", "1e-400"])(
    "%s keeps its digits as text and in JSON, and computes like the nearest number",
    (text) => {
      const decimal = Decimal.parse(text);
      expect(decimal).toBeInstanceOf(Decimal);
      expect(String(decimal)).toBe(text);
      expect(jsonOfValue([{ a: decimal }])).toBe(`[{"a":${text}}]`);
      expect(jsonOfValue([{ a: decimal, at: new Date(0) }])).toContain(`"a":${text}`);
      expect(Number(decimal) * 2).toBe(Number(text) * 2);
    },
  );

  it("is JSON also where a database shows zeros in front", () => {
    expect(jsonOfValue(Decimal.parse("0012345678901234567.5"))).toBe("12345678901234567.5");
  });

  it.each(["", "abc", "NaN", "1,5", "0x10", "1.", ".5", " 1", "1e9999999", `1${"0".repeat(4300)}`])(
    "is none for the text %j",
    (text) => {
      expect(Decimal.parse(text)).toBeNull();
    },
  );

  const number = (text: string) => Decimal.parse(text) ?? Number.NaN;
  it.each([
    ["90071992547409.93", "90071992547409.94", -1],
    ["90071992547409.93", "90071992547409.930", 0],
    ["-90071992547409.931", "-90071992547409.93", -1],
    ["-123456789012345678.5", "123456789012345678.5", -1],
    ["123456789012345678.5", "123456789012345678", 1],
    ["123456789012345678", "123456789012345678.5", -1],
    ["0.00000000000000000012345678901234567", "9007199254740993", -1],
    ["9007199254740993", "9007199254740992", 1],
  ])("%s is compared with %s by all digits: %i", (left, right, sign) => {
    expect(Math.sign(compareNumbers(number(left), number(right)))).toBe(sign);
    expect(Math.sign(compareNumbers(number(right), number(left)))).toBe(sign === 0 ? 0 : -sign);
  });

  it("is compared with JavaScript's number by the digits that this one shows, and never equals NaN", () => {
    expect(compareNumbers(number("90071992547409.93"), number("90071992547409.94"))).toBeLessThan(0);
    expect(number("90071992547409.94")).toBeTypeOf("number");
    expect(compareNumbers(number("90071992547409.93"), Number.NaN)).toBeNaN();
    expect(compareNumbers(number("90071992547409.93"), -Infinity)).toBe(1);
  });
});

describe("a date with digits below the millisecond", () => {
  it.each([
    ["2024-01-15T10:30:00.456789", 1705314600456789000n],
    ["1969-12-31T23:59:59.999999", -1000n],
    ["1969-12-31T23:59:59.999999999", -1n],
    ["9999-12-31T23:59:59.999999", 253402300799999999000n],
    ["0001-01-01T00:00:00.000001", -62135596799999999000n],
  ])("%s keeps them as text, in JSON and as nanoseconds", (text, nanoseconds) => {
    const date = dateOfText(text);
    expect(date).toBeInstanceOf(PreciseDate);
    expect(date && nanosecondsOf(date)).toBe(nanoseconds);
    expect(textOfDate(dateOfNanoseconds(nanoseconds))).toBe(text);
    expect(jsonOfValue({ at: date })).toBe(`{"at":{"__type__":"Datetime","__value__":"${text}"}}`);
    expect(JSON.stringify(date)).toBe(`"${text}Z"`);
  });

  it("is JavaScript's own Date when there are none, also in the year 9999", () => {
    const date = dateOfText("9999-12-31T23:59:59.999Z");
    expect(date).toStrictEqual(new Date(253402300799999));
    expect(jsonOfValue(date)).toBe('{"__type__":"Datetime","__value__":"9999-12-31T23:59:59.999000"}');
    expect(dateOfNanoseconds(-1000000n)).toStrictEqual(new Date(-1));
  });

  it("counts an offset", () => {
    expect(dateOfText("2024-01-15T12:30:00.456789+02:00")?.toISOString()).toBe("2024-01-15T10:30:00.456789Z");
  });
});

describe("a time of day and a duration", () => {
  it.each([
    ["12:30:00", "12:30:00", 45_000_000_000_000],
    ["12:30", "12:30:00", 45_000_000_000_000],
    ["23:59:59.999999999", "23:59:59.999999999", 86_399_999_999_999],
    ["00:00:00.5", "00:00:00.500000", 500_000_000],
  ])("the time %s is %s", (text, shown, nanoseconds) => {
    const time = TimeOfDay.parse(text);
    expect(time?.nanoseconds).toBe(nanoseconds);
    expect(jsonOfValue([time])).toBe(`["${shown}"]`);
  });

  it.each([
    ["36:15:00", "36:15:00", 130_500_000_000_000n],
    ["-0:00:01.5", "-00:00:01.500000", -1_500_000_000n],
    ["100000:00:00", "100000:00:00", 360_000_000_000_000_000n],
  ])("the duration %s is %s", (text, shown, nanoseconds) => {
    const duration = Duration.parse(text);
    expect(duration?.nanoseconds).toBe(nanoseconds);
    expect(jsonOfValue({ duration, at: new Date(0) })).toContain(`"duration":"${shown}"`);
  });

  it.each(["24:00:00", "12:60:00", "12", "1:00:00", "noon"])("no time of day is %j", (text) => {
    expect(TimeOfDay.parse(text)).toBeNull();
  });

  it.each(["36:60:00", "36:15", "", "1d"])("no duration is %j", (text) => {
    expect(Duration.parse(text)).toBeNull();
  });
});

describe("a filter", () => {
  const rows = [
    {
      n: 9007199254740993n,
      at: dateOfText("2024-01-01T00:00:00.000001"),
      t: TimeOfDay.parse("08:00"),
      d: Duration.parse("36:00:00"),
      x: Decimal.parse("90071992547409.93"),
    },
    {
      n: 9007199254740992n,
      at: dateOfText("2024-01-01T00:00:00.000002"),
      t: TimeOfDay.parse("18:00"),
      d: Duration.parse("6:00:00"),
      x: Decimal.parse("90071992547409.95"),
    },
  ];
  const matching = (key: string, operator: "EQUAL" | "GREATER_THAN" | "LESS_OR_EQUAL", value: unknown) =>
    (filterValue(rows, { conditions: [{ key, operator, value }], join: "AND" }, "table") as typeof rows).map((row) =>
      rows.indexOf(row),
    );

  it("finds what a read has answered, by all digits", () => {
    expect(matching("n", "EQUAL", 9007199254740993n)).toEqual([0]);
    expect(matching("at", "EQUAL", "2024-01-01T00:00:00.000002")).toEqual([1]);
    expect(matching("at", "GREATER_THAN", "2024-01-01T00:00:00.000001Z")).toEqual([1]);
    expect(matching("t", "EQUAL", "08:00:00")).toEqual([0]);
    expect(matching("d", "GREATER_THAN", "7:00:00")).toEqual([0]);
    expect(matching("x", "EQUAL", Decimal.parse("90071992547409.93"))).toEqual([0]);
    expect(matching("x", "LESS_OR_EQUAL", Decimal.parse("90071992547409.94"))).toEqual([0]);
  });

  it("refuses to order a time of day or a duration and what is none", () => {
    expect(() => matching("t", "GREATER_THAN", 5)).toThrow("'t' of type time of day with a value of type number");
    expect(() => matching("d", "GREATER_THAN", "long")).toThrow("'d' of type duration");
    expect(compared(new WholeFraction(1), 1)).toBe(0);
    expect(compared({}, {})).toBeNull();
  });
});
