import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/core/config/check/issue.ts";
import { defineApp } from "../../../src/core/config/dsl/index.ts";

const polluted = (): unknown => ({ ...Object.prototype, own: ({} as { polluted?: unknown }).polluted });

/** The error of a file; undefined = it has none. */
function refusal(toml: string): string | undefined {
  try {
    defineApp({ toml, functions: { planner: { predict: () => 1 } } });
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message;
  }
}

describe("a file with the names of inherited members", () => {
  it.each([
    ['[TAIPY]\n"__proto__" = {polluted = "yes"}'],
    ['[TAIPY."__proto__"]\npolluted = "yes"'],
    ['[TAIPY.constructor.prototype]\npolluted = "yes"'],
    ['["__proto__"]\npolluted = "yes"'],
    ['[DATA_NODE.prices]\n[DATA_NODE.prices.custom."__proto__"]\npolluted = "yes"'],
    ['[DATA_NODE."__proto__"]\npolluted = "yes"'],
    ['[SCENARIO.plan.sequences]\n"__proto__" = []'],
    ['[JOB]\n"__proto__" = {polluted = "yes"}'],
  ])("does not change other objects: %s", (toml) => {
    refusal(toml);
    expect(polluted()).toEqual({ own: undefined });
  });

  it("can have a setting with such a name", () => {
    const app = defineApp({ toml: '[TAIPY]\n"__proto__" = "text"\n"constructor" = "other"' });
    expect(Object.entries(app.global)).toEqual(expect.arrayContaining([["constructor", "other"]]));
    expect(Object.getPrototypeOf(app.global)).toSatisfy((proto) => proto === Object.prototype || proto === null);
  });

  it.each([
    "__proto__.toString",
    "constructor.constructor",
    "planner.constructor",
    "planner.__proto__",
    "planner.toString",
  ])("cannot use an inherited function for a task: %s", (name) => {
    const task = `[DATA_NODE.total]\n[TASK.train]\nfunction = "${name}:function"\noutputs = [ "total:SECTION",]`;
    expect(refusal(task)).toContain(name);
  });
});
