import fc from "fast-check";
import { expect, test } from "vitest";
import { lossDelayMs, MAX_RETRY_DELAY_MS, retryDelayMs } from "../../../src/core/jobs/retry.ts";

const delays = (backoff: "constant" | "linear" | "exponential", delayMs = 10_000, limit = 4): (number | null)[] =>
  [1, 2, 3, 4, 5].map((attempt) => retryDelayMs({ limit, delayMs, backoff }, attempt));

test("a constant delay stays", () => expect(delays("constant")).toEqual([10_000, 10_000, 10_000, 10_000, null]));
test("a linear delay grows by itself", () => expect(delays("linear")).toEqual([10_000, 20_000, 30_000, 40_000, null]));
test("an exponential delay doubles", () =>
  expect(delays("exponential")).toEqual([10_000, 20_000, 40_000, 80_000, null]));
test("no delay stays none", () => expect(delays("exponential", 0)).toEqual([0, 0, 0, 0, null]));

test("without further tries the first failure is the last", () => {
  expect(retryDelayMs({ limit: 0, delayMs: 1, backoff: "constant" }, 1)).toBeNull();
});

test("no delay is longer than an hour, however often it failed", () => {
  expect(delays("exponential", 1_800_000)).toEqual([1_800_000, 3_600_000, 3_600_000, 3_600_000, null]);
  const policy = fc.record({
    limit: fc.nat(),
    delayMs: fc.nat(),
    backoff: fc.constantFrom("constant", "linear", "exponential"),
  });
  fc.assert(
    fc.property(policy, fc.integer({ min: 1 }), (anyPolicy, attempt) => {
      const delay = retryDelayMs(anyPolicy, attempt);
      if (delay !== null) expect(delay).toBeLessThanOrEqual(MAX_RETRY_DELAY_MS);
      expect(delay === null).toBe(attempt > anyPolicy.limit);
    }),
  );
});

test("after a lost worker a job waits not at all the first time, and then longer and longer, up to ten minutes", () => {
  expect([1, 2, 3, 4, 5].map(lossDelayMs)).toEqual([0, 2_000, 4_000, 8_000, 16_000]);
  expect(lossDelayMs(1_000_000)).toBe(600_000);
});
