import { describe, expect, it } from "vitest";
import { Budget, EXPANSIONS, VALUE_MEMORY } from "../../../src/core/values/budget.ts";

describe("the budget of a decoded value", () => {
  it("allows what fits, over all kinds together", () => {
    const budget = new Budget(1_000);
    budget.charge("characters", 100);
    budget.charge("items", 50);
    expect(budget.left).toBe(1_000 - 100 * EXPANSIONS.characters.weight - 50 * EXPANSIONS.items.weight);
    expect(budget.room("unpackedBytes")).toBe(0);
  });

  it("refuses the charge that exceeds it with its kind, number and place", () => {
    const budget = new Budget(1_000);
    budget.charge("items", 60);
    expect(() => budget.charge("holes", 4_900_000, "[1]")).toThrow(
      expect.objectContaining({
        code: "value_too_large",
        message: expect.stringMatching(/with 4,900,000 missing items \(\[1\]\) it takes about \d+ MB/),
        details: { expansion: "holes", count: 4_900_000, where: "[1]", limit: 1_000 },
      }),
    );
  });

  it("refuses with the totals of the kinds that take most, whatever the last charge was", () => {
    const budget = new Budget(100_000);
    for (let text = 0; text < 1_000; text += 1) budget.charge("sharedTexts", 1, "sharedStrings.xml");
    budget.charge("characters", 20_000, "sharedStrings.xml");
    budget.charge("rows", 10, "sheet");
    budget.charge("unpackedBytes", 10_000, "sheet");
    budget.release("unpackedBytes", 10_000);
    expect(() => budget.charge("items", 1_000, "sheet")).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/: with 1,000 shared texts, 20,000 characters, 1,000 items \(sheet\) it takes/),
        details: { expansion: "sharedTexts", count: 1_000, where: "sheet", limit: 100_000 },
      }),
    );
  });

  it("takes released bytes for new ones", () => {
    const budget = new Budget(1_000);
    budget.charge("unpackedBytes", 900);
    budget.release("unpackedBytes", 900);
    expect(() => budget.charge("unpackedBytes", 1_000)).not.toThrow();
  });

  it("is far below the memory of a Worker", () => {
    expect(VALUE_MEMORY).toBeLessThanOrEqual(64 * 1_024 * 1_024);
  });
});
