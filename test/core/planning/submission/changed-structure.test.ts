import { describe, expect, it } from "vitest";
import type { AppOptions } from "../../../../src/core/config/dsl/index.ts";
import { dataNode, defineApp, Scope, scenario, task } from "../../../../src/core/config/dsl/index.ts";
import { TaipyError } from "../../../../src/core/errors.ts";
import { planScenario } from "../../../../src/core/planning/creation.ts";
import { domainsOf } from "../../../../src/core/planning/domain.ts";
import { refuseOtherStructure, structureChanges } from "../../../../src/core/planning/submission/changed-structure.ts";
import { isSubmittable, type VerdictDeps } from "../../../../src/usecases/scenarios/verdicts.ts";

const one = () => 1;
const x = dataNode("x", { defaultData: 1 });
const y = dataNode("y");
const z = dataNode("z");
const first = task("first", { function: one, inputs: [x], outputs: [y] });
const second = task("second", { function: one, inputs: [y, x], outputs: [z] });

const appOf = (options: AppOptions) => defineApp(options);

/** A scenario as the application before has created it. */
const app = appOf({ scenarios: [scenario("s", { tasks: [first, second] })] });
const created = (() => {
  let number = 0;
  const newUuid = () => {
    number += 1;
    return `uuid-${number}`;
  };
  const context = { app, domains: domainsOf(app), now: "2026-11-30T00:00:00.000000", newUuid };
  const config = app.scenarios.get("s");
  if (config === undefined) throw new Error("no scenario");
  const none = { cycle: null, cycle_has_scenarios: false, data_nodes: [], tasks: [], paths: [] };
  const { tasks, data_nodes } = planScenario(context, config, { id: "SCENARIO_s_1", region: "weur" }, null, none);
  return { entity: { entity_id: "SCENARIO_s_1" }, tasks, data_nodes };
})();

const changesTo = (...tasks: AppOptions["tasks"] & object) => structureChanges(appOf({ tasks }), created);

describe("the structure of what was created differs from the configuration", () => {
  it.each([
    ["a task is gone", [first], [{ path: "TASK.second", was: "second", is: null }]],
    [
      "an input is another one",
      [first, task("second", { function: one, inputs: [y, z], outputs: [dataNode("w")] })],
      [
        { path: "TASK.second.inputs", was: ["y", "x"], is: ["y", "z"] },
        { path: "TASK.second.outputs", was: ["z"], is: ["w"] },
      ],
    ],
    [
      "the inputs are in another order",
      [first, task("second", { function: one, inputs: [x, y], outputs: [z] })],
      [{ path: "TASK.second.inputs", was: ["y", "x"], is: ["x", "y"] }],
    ],
    [
      "an output is new",
      [task("first", { function: () => [1, 2], inputs: [x], outputs: [y, dataNode("w")] }), second],
      [{ path: "TASK.first.outputs", was: ["y"], is: ["y", "w"] }],
    ],
    [
      "a data node has another storage type and scope",
      (() => {
        const other = dataNode.json("y", { scope: Scope.GLOBAL });
        return [
          task("first", { function: one, inputs: [x], outputs: [other] }),
          task("second", { function: one, inputs: [other, x], outputs: [z] }),
        ];
      })(),
      [
        { path: "DATA_NODE.y.scope", was: "SCENARIO", is: "GLOBAL" },
        { path: "DATA_NODE.y.storage_type", was: "pickle", is: "json" },
      ],
    ],
  ])("where %s", (_, tasks, changes) => {
    expect(changesTo(...tasks)).toEqual(changes);
  });

  it("where a task has lost its function", () => {
    const tasks = new Map(app.tasks).set("second", { ...second, function: null });
    expect(structureChanges({ ...app, tasks }, created)).toEqual([
      { path: "TASK.second.function", was: "one", is: null },
    ]);
  });

  it("not where properties, default data, functions, retries, limits, names or other tasks differ", () => {
    const twice = function another() {
      return 2;
    };
    const input = dataNode("x", { defaultData: 5, properties: { name: "X" }, validityPeriod: "1d", historyLimit: 3 });
    const changes = changesTo(
      task("first", {
        function: twice,
        inputs: [input],
        outputs: [y],
        skippable: true,
        retries: { limit: 3 },
        timeout: "1m",
        concurrency: 2,
        properties: { name: "first" },
      }),
      task("second", { function: twice, inputs: [y, input], outputs: [z] }),
      task("third", { function: twice, inputs: [z], outputs: [dataNode("w")] }),
    );
    expect(changes).toEqual([]);
  });
});

describe("what was created with another structure", () => {
  const later = (force: boolean) => appOf({ tasks: [first], core: { force } });

  it("is refused with the differences", () => {
    const refuse = () => refuseOtherStructure(later(false), created);
    expect(refuse).toThrow(TaipyError);
    expect(refuse).toThrow(
      "SCENARIO_s_1 was created with another configuration: TASK.second is gone. Nothing was run. Create a new one, deploy the earlier configuration again, or set core.force to run what can run.",
    );
    const changes = [{ path: "TASK.second", was: "second", is: null }];
    expect(refuse).toThrow(
      expect.objectContaining({ code: "configuration_changed", details: { differences: 1, changes } }),
    );
  });

  it("can't be submitted, as a question about it says too, unless core.force is set", async () => {
    const ask = (force: boolean) => {
      const entityReader = { submittable: async () => created } as unknown as VerdictDeps["entityReader"];
      const deps = { app: later(force), admit: async () => ({}) as never, entityReader, scenarios: {} as never };
      return isSubmittable(deps, "scenario", "SCENARIO_s_1");
    };
    const codesOf = async (force: boolean) => (await ask(force)).reasons.map(({ code }) => code);
    expect(await codesOf(false)).toEqual(["configuration_changed"]);
    expect(await codesOf(true)).not.toContain("configuration_changed");
  });

  it("is let through by core.force", () => {
    expect(() => refuseOtherStructure(later(true), created)).not.toThrow();
  });

  it("is refused with a bounded answer, whatever has changed", () => {
    const tasks = Array.from({ length: 500 }, (_, index) => ({ ...created.tasks[0], config_id: `t${index}` }));
    const many = { ...created, tasks } as typeof created;
    expect(() => refuseOtherStructure(later(false), many)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/t4 is gone and 495 more\. Nothing/),
        details: { differences: 500, changes: expect.objectContaining({ length: 50 }) },
      }),
    );
  });
});
