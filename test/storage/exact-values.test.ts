import { describe, expect, it } from "vitest";
import { Budget, VALUE_MEMORY } from "../../src/core/values/budget.ts";
import { Decimal } from "../../src/core/values/exact/decimal.ts";
import { dateOfText } from "../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../src/core/values/exact/time-span.ts";
import { jsonOfValue } from "../../src/core/values/json-value.ts";
import { decodeAnyValue, encodeAnyValue } from "../../src/storage/encoding/any-value.ts";
import { decodeJson, encodeJson } from "../../src/storage/encoding/dated-json.ts";

const EXACT = {
  at: dateOfText("2024-01-15T10:30:00.456789"),
  price: Decimal.parse("90071992547409.93"),
  time: TimeOfDay.parse("12:30:00"),
  length: Duration.parse("36:15:00"),
};

describe("values with more digits than JavaScript has", () => {
  it("are all kept by pickle, as what they are", async () => {
    const { body, contentType } = await encodeAnyValue([EXACT, EXACT], new Budget());
    const read = await decodeAnyValue(body, contentType, new Budget());
    expect(jsonOfValue(read)).toBe(jsonOfValue([EXACT, EXACT]));
    expect(read).toMatchObject([
      { time: expect.any(TimeOfDay), length: expect.any(Duration), price: expect.any(Decimal) },
      {},
    ]);
  });

  it("are kept by json with their digits: a read answers them again", () => {
    const text = encodeJson(EXACT, new Budget());
    expect(jsonOfValue(decodeJson(text, new Budget(), "written"))).toBe(jsonOfValue(EXACT));
    const forTasks = decodeJson(text, new Budget()) as typeof EXACT;
    expect([forTasks.at?.toISOString(), forTasks.time]).toEqual(["2024-01-15T10:30:00.456789Z", "12:30:00"]);
  });

  it.each([
    '[["Exact",1],[2,3],"decimal","x"]',
    '[["Exact",1],[2,3],"nothing","1.5"]',
    '[["Exact",1],"date"]',
    '[["Exact",1],7]',
  ])("are refused by pickle where its text is damaged: %s", async (text) => {
    const decoded = decodeAnyValue(text, "application/vnd.taipy-edge.devalue+json", new Budget());
    await expect(decoded).rejects.toMatchObject({ code: "invalid_value" });
  });

  it("are charged to the budget like dates, at each place where one stands", async () => {
    const { body, contentType } = await encodeAnyValue(Array(1_000).fill(EXACT.price), new Budget());
    const budget = new Budget();
    await decodeAnyValue(body, contentType, budget);
    expect(VALUE_MEMORY - budget.left).toBeGreaterThan(1_000 * 256);
  });
});
