import { describe, expect, it } from "vitest";
import { FAILURE_MEMORY, loginDelay } from "../../../src/core/access/login-delay.ts";
import { addTime, MICROSECONDS_PER_SECOND, timeOf } from "../../../src/core/time.ts";

const AT = "2026-11-23T06:00:00";
const NOW = timeOf(AT);
const SECOND = MICROSECONDS_PER_SECOND;

describe("the delay of a login from a network that the user has never logged in from", () => {
  it.each([
    [0, 0],
    [19, 0],
    [20, 1],
    [24, 1],
    [25, 2],
    [30, 4],
    [45, 32],
    [60, 256],
    [65, 300],
    [1_000, 300],
  ])("after %i wrong passwords is %i seconds", (failures, seconds) => {
    expect(loginDelay({ failures, last_at: AT }, NOW)).toBe(seconds);
  });

  it("does not exist before the first wrong password", () => {
    expect(loginDelay(null, NOW)).toBe(0);
  });

  it("passes with the time since the last wrong password", () => {
    const failures = { failures: 30, last_at: AT };
    const delayAfter = (seconds: number) => loginDelay(failures, NOW + seconds * SECOND);
    expect([1, 3.5, 4, 5].map(delayAfter)).toEqual([3, 1, 0, 0]);
  });

  it("ends when the wrong passwords are forgotten", () => {
    const known = { failures: 1_000, last_at: addTime(AT, -FAILURE_MEMORY) };
    expect(loginDelay(known, NOW)).toBe(0);
  });
});
