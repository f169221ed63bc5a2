import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CHAIN_MS,
  INVOCATION_MS,
  JOB_LIMIT_MS,
  leftForJobMs,
  mayBeginJob,
  REPORTS_MS,
  timeLimitOf,
} from "../../src/core/job-limits.ts";

describe("an invocation of the Queue's consumer", () => {
  it("has room for each job that it begins, however long that takes, and for its reports", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: INVOCATION_MS }),
        fc.option(fc.integer({ min: 1, max: 10 * JOB_LIMIT_MS })),
        (elapsedMs, timeoutMs) => {
          if (!mayBeginJob(elapsedMs)) return;
          expect(elapsedMs + timeLimitOf(timeoutMs).ms + REPORTS_MS).toBeLessThanOrEqual(INVOCATION_MS);
        },
      ),
    );
  });

  it("leaves a job no more time than it has itself, without that of the reports", () => {
    const whole = INVOCATION_MS - REPORTS_MS;
    expect([0, 90_000, whole, INVOCATION_MS].map(leftForJobMs)).toEqual([whole, whole - 90_000, 0, 0]);
  });

  it("begins its first job, and none after half a minute", () => {
    expect([mayBeginJob(0), mayBeginJob(CHAIN_MS - 1), mayBeginJob(CHAIN_MS)]).toEqual([true, true, false]);
    expect(CHAIN_MS).toBe(30_000);
  });
});

describe("the time limit of a job", () => {
  it("is the timeout of its task, and 14 minutes when that has none", () => {
    expect(timeLimitOf(5_000)).toEqual({ ms: 5_000, reason: "The task took longer than its timeout of 5 s." });
    expect(timeLimitOf(JOB_LIMIT_MS).reason).toBe("The task took longer than its timeout of 840 s.");
    expect(timeLimitOf(null).ms).toBe(14 * 60_000);
    expect(timeLimitOf(null).reason).toMatch(
      /^The task took longer than 14 minutes, .* ends its invocation after 15\. /,
    );
  });

  it("is 14 minutes also for a longer timeout, which no configuration has any more", () => {
    expect(timeLimitOf(JOB_LIMIT_MS + 1)).toEqual(timeLimitOf(null));
  });
});
