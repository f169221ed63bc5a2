import { describe, expect, it } from "vitest";
import type { Task } from "../../../src/core/entities/task.ts";
import { describedSequence, MAX_SCENARIO_BYTES, type ScenarioParts } from "../../../src/core/planning/sequence-plan.ts";

const task = (id: string, input_ids: string[], output_ids: string[]) =>
  ({ id, input_ids, output_ids }) as unknown as Task;

const parts = (fields: Partial<ScenarioParts> = {}): ScenarioParts => ({
  scenario: { id: "SCENARIO_1", version: "1.0", tasks: ["a", "b", "gone"] } as unknown as ScenarioParts["scenario"],
  tasks: [task("a", [], ["n"]), task("b", ["n"], []), task("foreign", [], [])],
  sequence_names: ["taken name"],
  bytes: 0,
  ...fields,
});

const described = (fields: { sequence_name?: string; task_ids?: string[] } = {}, given = parts()) =>
  describedSequence(given, { scenario_id: "SCENARIO_1", sequence_name: "new", task_ids: ["b", "a"], ...fields });

describe("a sequence that a caller describes", () => {
  it("has each task once, in the given order", () => {
    expect(described({ task_ids: ["b", "a", "b"] })).toMatchObject({ name: "new", version: "1.0", tasks: ["b", "a"] });
  });

  it.each(["taken name", "takenTPSPACEname"])("is refused under the taken name %s", (sequence_name) => {
    expect(() => described({ sequence_name })).toThrow(
      `Sequence: ${sequence_name} already exists in scenario SCENARIO_1.`,
    );
  });

  it("is refused with tasks that the scenario does not have, or that were deleted", () => {
    expect(() => described({ task_ids: ["foreign", "a", "gone"] })).toThrow(
      "Tasks ['foreign', 'gone'] of Sequence new does not exist in Scenario SCENARIO_1.",
    );
  });

  it.each([
    ["new", 3],
    ["né", 3],
    ["日", 3],
    ["𠀀", 4],
  ])(
    "fits when its text and the scenario's take the limit exactly, in bytes of UTF-8 (%s)",
    (sequence_name, nameBytes) => {
      const bytes = MAX_SCENARIO_BYTES - nameBytes - '["b","a"]{}[]'.length;
      expect(described({ sequence_name }, parts({ bytes })).name).toBe(sequence_name);
      expect(() => described({ sequence_name }, parts({ bytes: bytes + 1 }))).toThrow(
        `Scenario SCENARIO_1 has no room for Sequence ${sequence_name}.`,
      );
    },
  );
});
