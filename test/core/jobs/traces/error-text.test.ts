import { describe, expect, it } from "vitest";
import { errorText } from "../../../../src/core/jobs/traces/error-text.ts";
import type { LineTable } from "../../../../src/core/jobs/traces/line-table.ts";

const TABLE: LineTable = {
  build: "b",
  file: "index.js",
  sources: ["taipy-edge", "node_modules/zod", "src/app/functions.ts"],
  // Line 1: ours up to column 99, the user's line 3 up to 149, line 4 up to 199, then zod. Line 2 from column 10: ours.
  segments: [0, 0, 0, 0, 0, 100, 2, 3, 0, 50, 2, 4, 0, 50, 1, 0, 1, 10, 0, 0],
};

function thrown(message: string, frames: readonly string[], more: Partial<Error> = {}): Error {
  const error = Object.assign(new Error(message), more);
  error.stack = [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
}

const CALLED = ["callTaskFunction (index.js:2:900)", "execute (index.js:2:950)"];

describe("the text of an error", () => {
  it("has the user's frames with the lines of their files, and one line for this service", () => {
    const error = thrown("broken", ["mean (index.js:1:101)", "async train (index.js:1:151)", ...CALLED]);
    expect(errorText(error, TABLE, false)).toBe(
      [
        "Error: broken",
        "    at mean (src/app/functions.ts:3)",
        "    at async train (src/app/functions.ts:4)",
        "    … called by taipy-edge",
      ].join("\n"),
    );
  });

  it("names libraries by their package, and frames without a function by their file", () => {
    const frames = ["parse (index.js:1:205)", "Array.map (<anonymous>)", "index.js:1:120", "async index.js:1:160"];
    expect(errorText(thrown("broken", [...frames, ...CALLED]), TABLE, false)).toBe(
      [
        "Error: broken",
        "    at parse (node_modules/zod)",
        "    at Array.map (native)",
        "    at src/app/functions.ts:3",
        "    at async src/app/functions.ts:4",
        "    … called by taipy-edge",
      ].join("\n"),
    );
  });

  it("shows no path of a machine, wherever the bundle lies", () => {
    for (const place of ["/home/me/.wrangler/tmp/dev-1/index.js", "file:///home/me/index.js", "C:\\work\\index.js"]) {
      const error = thrown("broken", [`mean (${place}:1:101)`, `callTaskFunction (${place}:2:900)`]);
      const text = errorText(error, TABLE, false);
      expect(text, place).toBe("Error: broken\n    at mean (src/app/functions.ts:3)\n    … called by taipy-edge");
      expect(errorText(error, null, false), place).toBe(
        "Error: broken\n    at mean (index.js)\n    … called by taipy-edge",
      );
    }
  });

  it("leaves out this service's frames also when a stack does not reach the call of the task's function", () => {
    const error = thrown("broken", ["mean (index.js:1:101)", "work (index.js:2:20)", "later (index.js:1:160)"]);
    expect(errorText(error, TABLE, false)).toBe(
      [
        "Error: broken",
        "    at mean (src/app/functions.ts:3)",
        "    at later (src/app/functions.ts:4)",
        "    … called by taipy-edge",
      ].join("\n"),
    );
  });

  it("does not believe a line that the table does not know to be the user's", () => {
    const error = thrown("broken", ["mean (other.js:1:101)", ...CALLED]);
    expect(errorText(error, TABLE, false)).toContain("    at mean (other.js)\n");
  });

  it("has only what an error of this service says", () => {
    expect(errorText(thrown("no input", ["readInputs (index.js:2:20)"]), null, true)).toBe("Error: no input");
    expect(errorText(thrown("no input", ["readInputs (index.js:2:20)"]), TABLE, false)).toBe("Error: no input");
  });

  it("keeps the lines of a text that look like frames", () => {
    const error = thrown("first\n    at sea (a storm)\nlast", ["mean (index.js:1:101)", ...CALLED]);
    expect(errorText(error, TABLE, false)).toBe(
      "Error: first\n    at sea (a storm)\nlast\n    at mean (src/app/functions.ts:3)\n    … called by taipy-edge",
    );
  });

  it("has the causes of an error, and the errors of an AggregateError, with their frames", () => {
    const cause = thrown("deep", ["mean (index.js:1:101)", ...CALLED]);
    const first = thrown("first", ["mean (index.js:1:160)", ...CALLED], { cause });
    const all = new AggregateError([first, "a text"], "all failed");
    all.stack = "AggregateError: all failed";
    expect(errorText(all, TABLE, false)).toBe(
      [
        "AggregateError: all failed",
        "Error 1 of 2: Error: first",
        "    at mean (src/app/functions.ts:4)",
        "    … called by taipy-edge",
        "Caused by: Error: deep",
        "    at mean (src/app/functions.ts:3)",
        "    … called by taipy-edge",
        "Error 2 of 2: Thrown: a text",
      ].join("\n"),
    );
  });

  it("is bounded, and ends for errors that cause each other", () => {
    const one = thrown("one", []);
    const other = thrown("other", [], { cause: one });
    one.cause = other;
    expect(errorText(one, null, false)).toBe("Error: one\nCaused by: Error: other");
    const many = new AggregateError(Array.from({ length: 1_000 }, (_, index) => thrown(`${index}`, [])));
    expect(errorText(many, null, false).split("\n").length).toBeLessThan(25);
    let deep = thrown("0", []);
    for (let depth = 1; depth < 10_000; depth += 1) deep = thrown(`${depth}`, [], { cause: deep });
    expect(errorText(deep, null, false)).toMatch(/… and more errors$/);
  });
});
