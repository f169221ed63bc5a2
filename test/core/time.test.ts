import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addTime, formatTime, parseTime, timeOf } from "../../src/core/time.ts";

const NOON = Date.UTC(2024, 1, 29, 12) * 1_000;

describe("times are printed as in Python", () => {
  test.each([
    [0, "1970-01-01T00:00:00"],
    [NOON, "2024-02-29T12:00:00"],
    [NOON + 1, "2024-02-29T12:00:00.000001"],
    [NOON + 500_000, "2024-02-29T12:00:00.500000"],
    [NOON + 999_999, "2024-02-29T12:00:00.999999"],
    [-1, "1969-12-31T23:59:59.999999"],
    [-1_000_000, "1969-12-31T23:59:59"],
  ])("%d as %s", (time, text) => expect(formatTime(time)).toBe(text));
});

describe("parsing a time as Python does", () => {
  test.each([
    ["2024-02-29", NOON - 12 * 3_600_000_000],
    ["2024-02-29T12", NOON],
    ["2024-02-29T12:00", NOON],
    ["2024-02-29 12:00:00", NOON],
    ["2024-02-29T12:00:00.5", NOON + 500_000],
    ["2024-02-29T12:00:00,000001", NOON + 1],
    ["2024-02-29T12:00:00.1234567", NOON + 123_456],
    ["2024-02-29T12:00:00Z", NOON],
    ["2024-02-29T12:00:00+00:00", NOON],
    ["2024-02-29T14:30:00+02:30", NOON],
    ["2024-02-29T07:00:00-0500", NOON],
  ])("%s is accepted", (text, time) => expect(parseTime(text)).toBe(time));

  test.each([
    "",
    "yesterday",
    "2023-02-29",
    "2024-04-31",
    "2024-13-01",
    "2024-00-10",
    "2024-01-00",
    "0000-01-01",
    "2024-01-01T24:00:00",
    "2024-01-01T00:60:00",
    "2024-01-01T00:00:60",
    "2024-1-1",
    "2024-01-01T",
    " 2024-01-01",
    "2024-01-01T00:00:00 ",
    "2024-01-01\n",
    "20240101x",
  ])("%j is refused", (text) => expect(parseTime(text)).toBeNull());

  test("a stored text that is no time throws an error", () => {
    expect(() => timeOf("soon")).toThrow("Not a timestamp: soon");
  });
});

/** The range in which a double holds whole microseconds exactly. */
const exactTime = fc.integer({ min: -(2 ** 52), max: 2 ** 53 - 1 });

test("every time is the same after printing and parsing", () => {
  fc.assert(
    fc.property(exactTime, (time) => {
      expect(parseTime(formatTime(time))).toBe(time);
    }),
  );
});

test("timestamps sort as text, with and without a fraction", () => {
  const near = fc.tuple(exactTime, fc.integer({ min: -2_000_000, max: 2_000_000 }));
  fc.assert(
    fc.property(near, ([time, distance]) => {
      const other = Math.min(time + distance, 2 ** 53 - 1);
      expect(formatTime(time) < formatTime(other)).toBe(time < other);
    }),
  );
});

test("adding time continues across the end of a day", () => {
  expect(addTime("2024-02-28T23:59:59.999999", 1)).toBe("2024-02-29T00:00:00");
});
