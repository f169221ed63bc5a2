import { describe, expect, it } from "vitest";
import { nearestName } from "../../../src/core/names/nearest-name.ts";

const KNOWN = ["wait", "timeout", "config_id", "defaultPath", "hasHeader", "id"];

describe("the nearest of the known names", () => {
  it.each([
    ["wiat", "wait"],
    ["wai", "wait"],
    ["timout", "timeout"],
    ["timeuot", "timeout"],
    ["configId", "config_id"],
    ["default_path", "defaultPath"],
    ["has-headers", "hasHeader"],
    ["DEFAULTPATH", "defaultPath"],
  ])("of %s is %s", (name, nearest) => {
    expect(nearestName(name, KNOWN)).toBe(nearest);
  });

  it.each(["path", "w", "", "status", "timeoutmillisecond", "x".repeat(10_000)])("of %s is none", (name) => {
    expect(nearestName(name, KNOWN)).toBeNull();
  });
});
