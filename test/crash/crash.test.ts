import { describe, expect, it } from "vitest";
import { crashRound } from "./round/round.ts";

// The long form: npm run test:crash -- --rounds 20
describe("a service that is killed with many jobs in flight", () => {
  it.each([1, 2])(
    "loses nothing, repeats nothing and answers nothing false (seed %i)",
    async (seed) => {
      const result = await crashRound({ seed, kind: "calm", kills: 1, submissions: 40 });
      expect(result.violations).toEqual([]);
      expect(result.openJobs[0]).toBeGreaterThan(0);
      expect(result.jobs).toBeGreaterThan(50);
    },
    240_000,
  );

  it("keeps that while D1 hangs, fails and recovers, and KV refuses values (seed 3)", async () => {
    const result = await crashRound({ seed: 3, kind: "d1", kills: 1, submissions: 20, stormMs: 6_000 });
    expect(result.violations).toEqual([]);
    expect(result.faults.hangs + result.faults.failures).toBeGreaterThan(0);
    expect(result.submissions).toBeGreaterThan(0);
  }, 400_000);

  it("keeps that while the last release and this code take turns on one store (seed 4)", async () => {
    const result = await crashRound({ seed: 4, kind: "versions", kills: 2, submissions: 10 });
    expect(result.violations).toEqual([]);
    expect(result.openJobs[1]).toBeGreaterThan(0);
  }, 400_000);

  it("keeps that when an earlier copy of D1 is put back, but for what only the lost time knew (seed 5)", async () => {
    const result = await crashRound({ seed: 5, kind: "restores", kills: 2, submissions: 8, stormMs: 8_000 });
    expect(result.violations).toEqual([]);
    expect(result.submissions).toBeGreaterThan(0);
  }, 400_000);
});
