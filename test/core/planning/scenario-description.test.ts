import { describe, expect, it } from "vitest";
import { describedScenario } from "../../../src/core/planning/scenario-description.ts";
import { timestampOf } from "../../../src/core-api/verbs/timestamps.ts";

const CONFIG = { properties: {} };

describe("the name of a scenario that code creates", () => {
  it("has the bounds that requests have, also as a property", () => {
    const long = "x".repeat(1_025);
    const refusal = expect.objectContaining({ code: "validation_failed", errors: { name: [expect.any(String)] } });
    expect(() => describedScenario(CONFIG, { name: long })).toThrow(refusal);
    expect(() => describedScenario(CONFIG, { properties: { name: long } })).toThrow(refusal);
    expect(() => describedScenario(CONFIG, { name: "a\u0000b" })).toThrow(refusal);
    expect(describedScenario(CONFIG, { name: "June" }).properties).toEqual({ name: "June" });
  });
});

describe("a time that code gives", () => {
  it("lies in the years that a cycle can have", () => {
    expect(timestampOf("creationDate", new Date("2026-06-01T00:00:00Z"))).toBe("2026-06-01T00:00:00");
    for (const wrong of [new Date(8.64e15), new Date(Number.NaN), "0001-01-01", "soon"]) {
      expect(() => timestampOf("creationDate", wrong)).toThrow(/`creationDate` must be a Date, or a time such as/);
    }
  });
});
