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
