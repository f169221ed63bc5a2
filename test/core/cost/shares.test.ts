import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shares } from "../../../src/core/cost/shares.ts";

const Weights = fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }).map((all) => new Map(all.entries()));
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("shares", () => {
  it("are whole numbers that add up to exactly what is shared", () => {
    fc.assert(
      fc.property(fc.nat(100_000), Weights, (total, weights) => {
        const parts = [...shares(total, weights).values()];
        expect(parts.every(Number.isInteger)).toBe(true);
        expect(sum(parts)).toBe(sum(weights.values()) === 0 ? 0 : total);
      }),
    );
  });

  it("differ from what the weight says by less than one", () => {
    fc.assert(
      fc.property(fc.nat(100_000), Weights, (total, weights) => {
        const all = sum(weights.values());
        for (const [key, part] of shares(total, weights)) {
          expect(Math.abs(part - (total * (weights.get(key) ?? 0)) / all)).toBeLessThan(1);
        }
      }),
    );
  });

  it("give what can't be divided to the largest remainders, and among equals to the earlier", () => {
    const [three, one] = [
      new Map(["a", "b", "c"].map((key) => [key, 1])),
      new Map([["a", 1] as const, ["b", 2] as const]),
    ];
    expect([...shares(5, three).values()]).toEqual([2, 2, 1]);
    expect(Object.fromEntries(shares(1, one))).toEqual({ a: 0, b: 1 });
  });

  it("without weights are none", () => {
    expect(shares(7, new Map()).size).toBe(0);
  });
});
