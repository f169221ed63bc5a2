import { describe, expect, it } from "vitest";
import { Budget, EXPANSIONS } from "../../../src/core/values/budget.ts";
import { chargeValue } from "../../../src/core/values/charge-value.ts";

const spentOn = (value: unknown): number => {
  const budget = new Budget(1_000_000);
  chargeValue(budget, value);
  return 1_000_000 - budget.left;
};

const weightOf = (containers: number, items: number, characters: number) =>
  containers * EXPANSIONS.containers.weight +
  items * EXPANSIONS.items.weight +
  characters * EXPANSIONS.characters.weight;

describe("the memory that a value of an outside system is charged", () => {
  it.each<[string, unknown, number]>([
    ["nothing for a number", 3, 0],
    ["the characters of a text", "four", weightOf(0, 0, 4)],
    ["the lists, the objects and their members", [[], { ab: "c" }], weightOf(3, 4, 3)],
    ["both sides of a map, and the items of a set", new Map([["k", new Set([1, 2])]]), weightOf(2, 4, 1)],
    ["the bytes of bytes", new Uint8Array(100), 100 * EXPANSIONS.unpackedBytes.weight],
  ])("is %s", (_name, value, spent) => {
    expect(spentOn(value)).toBe(spent);
  });

  it("is counted once for a part that stands in several places, also in a circle", () => {
    const part = { text: "abc" };
    const circle: unknown[] = [part, part];
    circle.push(circle);
    expect(spentOn(circle)).toBe(weightOf(2, 5, 7));
  });

  it("is counted at any depth, without a stack", () => {
    let value: unknown[] = [];
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    expect(() => chargeValue(new Budget(), value)).not.toThrow();
    expect(() => chargeValue(new Budget(1_000_000), value)).toThrow(/too large/);
  });
});
