import { describe, expect, it } from "vitest";
import { Decimal } from "../../../../src/core/values/exact/decimal.ts";
import { dateOfText } from "../../../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../../../src/core/values/exact/time-span.ts";
import { type CellKind, typedCell, untagged } from "../../../../src/core/values/exact/typed-cell.ts";
import { WholeFraction } from "../../../../src/core/values/exact/whole-fraction.ts";
import { jsonOfValue } from "../../../../src/core/values/json-value.ts";

const tag = (text: string) => ({ __type__: "Datetime", __value__: text });

describe("a cell for a column of a kind", () => {
  it.each<[CellKind, unknown, unknown]>([
    ["timestamp", tag("2024-01-15T10:30:00.456789"), dateOfText("2024-01-15T10:30:00.456789")],
    ["timestamp", "2024-01-15T12:30:00.456789+02:00", dateOfText("2024-01-15T10:30:00.456789")],
    ["timestamp", "2024-01-15", new Date("2024-01-15")],
    ["time", "12:30", TimeOfDay.parse("12:30:00")],
    ["duration", "36:15:00", Duration.parse("36:15:00")],
    ["decimal", "90071992547409.93", Decimal.parse("90071992547409.93")],
    ["decimal", new WholeFraction(3), 3],
    ["integer", 123456789012345700, 123456789012345700n],
    ["integer", 12, 12],
    ["number", 9007199254740992n, 9007199254740992],
    ["bytes", [0, 255], Uint8Array.of(0, 255)],
    ["boolean", true, true],
    ["text", "12", "12"],
  ])("of %s is made of what a read answers: %s", (kind, given, cell) => {
    expect(jsonOfValue(typedCell(given, kind))).toBe(jsonOfValue(cell));
    expect(typedCell(given, kind)).toStrictEqual(cell);
    expect(typedCell(null, kind)).toBeNull();
  });

  it.each<[CellKind, unknown]>([
    ["timestamp", "noon"],
    ["timestamp", 5],
    ["timestamp", new Date(Number.NaN)],
    ["timestamp", { __type__: "Datetime" }],
    ["time", "36:15:00"],
    ["duration", "1 day"],
    ["decimal", "ten"],
    ["decimal", Number.NaN],
    ["integer", 1.5],
    ["integer", 1e21],
    ["number", 9007199254740993n],
    ["number", Decimal.parse("90071992547409.93")],
    ["bytes", [256]],
    ["bytes", "00ff"],
    ["boolean", 1],
    ["text", 12],
  ])("of %s is not made of %s, which it can't hold exactly", (kind, given) => {
    expect(typedCell(given, kind)).toBeUndefined();
  });
});

describe("a value of a request", () => {
  it("has dates where it has Taipy's form of them, at any depth, and nothing else is changed", () => {
    const value = { a: [tag("2024-01-15"), [tag("no date")]], b: { __type__: "Enum", __value__: 1 }, c: null };
    expect(untagged(value)).toStrictEqual({
      a: [new Date("2024-01-15"), [tag("no date")]],
      b: { __type__: "Enum", __value__: 1 },
      c: null,
    });
    expect(untagged(tag("2024-01-15"))).toStrictEqual(new Date("2024-01-15"));
    let deep: unknown = tag("2024-01-15");
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(untagged(deep)).toBe(deep);
  });
});
