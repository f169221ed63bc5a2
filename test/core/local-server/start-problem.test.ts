import { expect, it } from "vitest";

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/runtime.mjs", import.meta.url).href;
const { startProblem } = (await import(MODULE)) as { startProblem(message: string): string };

const HEAD =
  "The Workers runtime failed to start. There was likely a problem with your configuration.\nRuntime stderr:\n";

it.each([
  [
    "what the Worker has thrown",
    "service core:user:taipy-edge: Uncaught Error: not today\n  at index.js:2:7",
    "Error: not today\n  at index.js:2:7",
  ],
  [
    "an error of a class of its own",
    "service core:user:taipy-edge: Uncaught Error: ConfigurationError: The configuration has 1 error",
    "ConfigurationError: The configuration has 1 error",
  ],
])("a Worker that can't start is told by %s", (_, message, expected) => {
  const line = JSON.stringify({ timestamp: "1", level: "error", source: "entry.rs:169", message });
  expect(startProblem(`${HEAD}${line}\n`)).toBe(expected);
});

it("a Worker that can't start is told by the runtime's own words where they have no form, and by Miniflare's without them", () => {
  expect(startProblem(`${HEAD}Segmentation fault\n`)).toBe("Segmentation fault");
  expect(startProblem("No Worker")).toBe("No Worker");
});
