import { describe, expect, it } from "vitest";
import { crashRound } from "./round/round.ts";

describe("a service that is killed with hundreds of jobs in flight", () => {
  // The long form: npm run test:crash -- --rounds 20
  it.each([1, 2])(
    "loses nothing and repeats nothing (seed %i)",
    async (seed) => {
      const result = await crashRound({ seed, kind: "calm", kills: 1, submissions: 40 });
      expect(result.violations).toEqual([]);
      expect(result.openJobs[0]).toBeGreaterThan(0);
      expect(result.jobs).toBeGreaterThan(50);
    },
    180_000,
  );
});
