import { describe, expect, it } from "vitest";
import { simulate } from "./simulation.ts";

const SEEDS = 200;
const SEEDS_A_TEST = 25;

const reproduce = (seed: number, failure: string) =>
  `npm run simulate -- --seeds 1 --seed ${seed} --trace   # ${failure}`;

describe("with crashes, losses, delays and duplicates", () => {
  const starts = Array.from({ length: SEEDS / SEEDS_A_TEST }, (_, index) => 1 + index * SEEDS_A_TEST);

  it.each(starts)(`every promise is kept (${SEEDS_A_TEST} seeds from %i)`, async (start) => {
    const broken: string[] = [];
    for (let seed = start; seed < start + SEEDS_A_TEST; seed += 1) {
      const { failure } = await simulate(seed);
      if (failure !== null) broken.push(reproduce(seed, failure));
    }
    expect(broken).toEqual([]);
  });

  it("a seed always gives the same run, and another seed another one", async () => {
    const [once, again, other] = [await simulate(7), await simulate(7), await simulate(8)];
    expect(again.traceHash).toBe(once.traceHash);
    expect(other.traceHash).not.toBe(once.traceHash);
  });
});
