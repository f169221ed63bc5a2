import { describe, expect, it } from "vitest";
import { describedCycle } from "../../../../src/core/planning/cycles/cycle-plan.ts";

const TIME = "2026-11-30T10:00:00";
const plan = (properties: Readonly<Record<string, unknown>>) =>
  describedCycle({ frequency: "DAILY", properties, creation_date: TIME, start_date: TIME, end_date: TIME }, "u");

describe("a cycle that a caller describes", () => {
  it("keeps its properties, secrets too: only views hide them", () => {
    expect(plan({ password: "hunter2", note: "***" }).properties).toEqual({ password: "hunter2", note: "***" });
  });

  it("can't have what views show in the place of a secret as a new value", () => {
    const refusal = expect.objectContaining({ code: "hidden_value", message: expect.stringContaining("'apiKey'") });
    expect(() => plan({ list: [{ apiKey: "***" }] })).toThrow(refusal);
    expect(() => plan({ home: "https://***@host" })).toThrow(expect.objectContaining({ code: "hidden_value" }));
  });
});
