import { describe, expect, it } from "vitest";
import { cut, listed } from "../../src/core/listed.ts";

describe("names in a message", () => {
  it("are at most fifty, and say how many more there are", () => {
    expect(listed(["a", "b"])).toBe("a, b");
    const names = Array.from({ length: 125_000 }, (_, n) => `c${n}`);
    expect(listed(names)).toBe(`${names.slice(0, 50).join(", ")} and 124950 more`);
  });

  it("are cut after a hundred characters", () => {
    expect(cut("n".repeat(100))).toBe("n".repeat(100));
    expect(listed(["n".repeat(1_000_000)])).toBe(`${"n".repeat(100)}…`);
  });
});
