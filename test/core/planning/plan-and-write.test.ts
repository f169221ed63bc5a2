import { describe, expect, it } from "vitest";
import { planAndWrite, STALE } from "../../../src/core/planning/plan-and-write.ts";

/** Attempts that are stale so many times, and then write. */
function staleFor(times: number) {
  const calls = { count: 0 };
  return {
    calls,
    attempt: async () => {
      calls.count += 1;
      return calls.count <= times ? STALE : "written";
    },
  };
}

describe("a plan that other callers overtake", () => {
  it("is made until it can be written", async () => {
    const { calls, attempt } = staleFor(9);
    expect(await planAndWrite(attempt)).toBe("written");
    expect(calls.count).toBe(10);
  });

  it("is given up after ten attempts", async () => {
    const { calls, attempt } = staleFor(10);
    await expect(planAndWrite(attempt)).rejects.toMatchObject({ code: "too_many_changes" });
    expect(calls.count).toBe(10);
  });

  it("is not made again when it throws", async () => {
    let attempts = 0;
    const broken = async () => {
      attempts += 1;
      throw new Error("refused");
    };
    await expect(planAndWrite(broken)).rejects.toThrow("refused");
    expect(attempts).toBe(1);
  });
});
