import { describe, expect, it } from "vitest";
import { codeOf, roomOf, sources } from "./modules.ts";

/** What makes a function's answer depend on more than its arguments. `new Date(time)` is pure, `new Date()` is not. */
const IMPURE =
  /\bDate\.now\b|(?<!\w)Date\(\)|\bnew Date\b(?!\()|\bMath\.random\b|\bglobalThis\b|(?<![\w."'])(?:crypto|performance|process|console)\s*[.[]|(?<![\w.])(?:setTimeout|setInterval|queueMicrotask|fetch)\(/;

describe("core is pure", () => {
  it("reads no clock, no randomness and nothing of the platform", () => {
    const impure = sources
      .filter(({ file }) => roomOf(file) === "core")
      .flatMap(({ file, source }) =>
        codeOf(source)
          .split("\n")
          .filter((line) => IMPURE.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(impure).toEqual([]);
  });

  it.each([
    "const now = Date.now();",
    "const now = new Date();",
    "const { now } = Date.now;",
    "return Math.random() * 2;",
    "const id = crypto.randomUUID();",
    "const id = globalThis.crypto;",
    "await fetch(url);",
    "setTimeout(run, 5);",
    "performance.now()",
    "console.log(1)",
  ])("would be broken by %s", (line) => {
    expect(IMPURE.test(line)).toBe(true);
  });

  it.each(["new Date(time / 1000)", "const date = new Date(0);", "value instanceof Date", "deps.fetch(url)"])(
    "is not broken by %s",
    (line) => {
      expect(IMPURE.test(line)).toBe(false);
    },
  );
});
