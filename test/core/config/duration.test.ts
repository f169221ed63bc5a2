import { describe, expect, it } from "vitest";
import { parseDuration } from "../../../src/core/config/dsl/duration.ts";

describe("parseDuration", () => {
  it.each([
    ["1d", 86_400_000_000],
    ["1d2h", 93_600_000_000],
    ["2h30m", 9_000_000_000],
    ["10s", 10_000_000],
    ["5m", 300_000_000],
    ["1d2h3m4s", 93_784_000_000],
    ["1.5d", 129_600_000_000],
    ["0.5s", 500_000],
    ["36h", 129_600_000_000],
    ["0s", 0],
  ])("parses %s as %d microseconds", (text, microseconds) => {
    expect(parseDuration(text)).toBe(microseconds);
  });

  it.each([
    "",
    "1",
    "d",
    "1w",
    "-1d",
    "1h1d",
    "1d 2h",
    "1e3s",
    ".5s",
    "1.s",
    "1D",
    " 1d",
    "1d1d",
    `${"9".repeat(20)}d`,
  ])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
