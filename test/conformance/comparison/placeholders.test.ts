import { describe, expect, it } from "vitest";
import { Bindings, fillPlaceholders, matchesText } from "./placeholders.ts";

const ID = "00000000-0000-4000-8000-00000000000";

describe("placeholders", () => {
  it("the newest id of a name is sent, any of its ids is accepted", () => {
    const bindings = new Bindings();
    bindings.bind("TASK:train:1", `TASK_train_${ID}1`);
    bindings.bind("TASK:train:1", `TASK_train_${ID}2`);
    expect(fillPlaceholders("/tasks/<TASK:train:1>/", bindings)).toBe(`/tasks/TASK_train_${ID}2/`);
    expect(matchesText("Task <TASK:train:1> was submitted.", `Task TASK_train_${ID}1 was submitted.`, bindings)).toBe(
      true,
    );
    expect(matchesText("<TASK:train:1>", `TASK_train_${ID}3`, bindings)).toBe(false);
  });

  it("a star stands for any id of that kind and config only", () => {
    const bindings = new Bindings();
    expect(matchesText("<TASK:train:*>", `TASK_train_${ID}1`, bindings)).toBe(true);
    expect(matchesText("<TASK:train:*>", `TASK_other_${ID}1`, bindings)).toBe(false);
    expect(matchesText("<DATANODE:train:*>", `TASK_train_${ID}1`, bindings)).toBe(false);
    expect(matchesText("<JOB:created:1>", `JOB_${ID}1`, bindings)).toBe(true);
    expect(matchesText("<CYCLE:*>", `CYCLE_Monday_23._November_2026_${ID}1`, bindings)).toBe(true);
  });

  it("a sequence's id holds its name and its scenario", () => {
    const bindings = new Bindings();
    bindings.bind("SCENARIO:1", `SCENARIO_a_${ID}1`);
    expect(
      matchesText("<SEQUENCE:two words:*>@<SCENARIO:1>", `SEQUENCE_twoTPSPACEwords_SCENARIO_a_${ID}1`, bindings),
    ).toBe(true);
    expect(
      matchesText("<SEQUENCE:two words:*>@<SCENARIO:1>", `SEQUENCE_twoTPSPACEwords_SCENARIO_a_${ID}2`, bindings),
    ).toBe(false);
  });

  it("times keep their form", () => {
    const bindings = new Bindings();
    expect(matchesText("<TS>", "2026-11-23T06:05:47.331953", bindings)).toBe(true);
    expect(matchesText("<TS>", "2026-11-23T06:05:47", bindings)).toBe(true);
    expect(matchesText("<TS>", "2026-11-23 06:05:47", bindings)).toBe(false);
    expect(matchesText("<TS>", "2026-11-23T06:05:47.331Z", bindings)).toBe(false);
    expect(matchesText("<TS_SPACE>", "2026-11-23 06:05:47.000001", bindings)).toBe(true);
    expect(matchesText("<TST23:59:59.999999>", "2026-11-30T23:59:59.999999", bindings)).toBe(true);
    expect(matchesText("<TST00:00:00>", "2026-11-30T00:00:01", bindings)).toBe(false);
  });

  it("a name that nothing has bound is not sent", () => {
    expect(() => fillPlaceholders("<TASK:ghost:1>", new Bindings())).toThrow("is not bound");
  });
});
