import { describe, expect, it } from "vitest";
import type { App, DataNodeConfig, TaskConfig } from "../../../src/core/config/app-types.ts";
import { planDataNode, planScenario, planTask } from "../../../src/core/planning/creation.ts";
import type { Existing } from "../../../src/core/planning/creation-plan.ts";
import { periodCycle } from "../../../src/core/planning/cycles/cycle-plan.ts";
import { domainsOf } from "../../../src/core/planning/domain.ts";
import type { CreationContext } from "../../../src/core/planning/draft.ts";
import { lookupFor } from "../../../src/core/planning/lookup.ts";
import { NO_HOLDER, ownerOf, taskScope } from "../../../src/core/planning/owner.ts";
import { appOf, node, scenario, task } from "../../d1/app.ts";

const NOTHING_EXISTS: Existing = {
  cycle: null,
  cycle_has_scenarios: false,
  data_nodes: [],
  tasks: [],
  paths: [],
};

const NOW = "2026-11-23T06:05:47.331953";

function contextOf(app: App): CreationContext {
  let count = 0;
  const newUuid = () => {
    count += 1;
    return String(count);
  };
  return { app, domains: domainsOf(app), now: NOW, newUuid };
}

const history = node("history", { scope: "GLOBAL" });
const model = node("model", { scope: "CYCLE" });
const result = node("result");
const train = task("train", [history], [model]);
const use = task("use", [model], [result]);
const config = scenario("s", [train, use], { frequency: "MONTHLY", sequences: { all: [train, use] } });
const app = appOf({ scenarios: [config] });
const cycle = periodCycle("MONTHLY", NOW, "c");
const held = { scenario: { scenario_id: "SCENARIO_s", scenario_domain: "D" }, cycle_id: cycle.id };

describe("the scope of a task", () => {
  it.each([
    [[history], [result], "SCENARIO"],
    [[history], [model], "CYCLE"],
    [[model], [history], "CYCLE"],
    [[history], [history], "GLOBAL"],
    [[], [], "GLOBAL"],
  ] as [DataNodeConfig[], DataNodeConfig[], string][])(
    "is the smallest of its data nodes (%#)",
    (inputs, outputs, scope) => {
      expect(taskScope(task("t", inputs, outputs))).toBe(scope);
    },
  );
});

describe("the owner", () => {
  it("follows the scope, and with scope CYCLE but no cycle there is no owner", () => {
    expect(ownerOf("SCENARIO", held)).toEqual(held.scenario);
    expect(ownerOf("CYCLE", held)).toEqual({ cycle_id: cycle.id });
    expect(ownerOf("GLOBAL", held)).toBeNull();
    expect(ownerOf("CYCLE", { ...held, cycle_id: null })).toBeNull();
    expect(ownerOf("SCENARIO", NO_HOLDER)).toBeNull();
  });
});

describe("the lookup before a creation", () => {
  it("names the configs owned by the cycle or without an owner, and every configured path", () => {
    const file = node("file", { storageType: "csv", properties: { default_path: "f.csv" } });
    expect(lookupFor([train, use], [file], held)).toEqual({
      data_nodes: [
        { config_id: "history", by_cycle: false },
        { config_id: "model", by_cycle: true },
      ],
      tasks: [{ config_id: "train", by_cycle: true }],
      paths: ["f.csv"],
    });
    expect(lookupFor([use], [], NO_HOLDER).data_nodes.map((each) => each.config_id)).toEqual(["model", "result"]);
  });
});

describe("a planned scenario", () => {
  it("creates its cycle only when the cycle does not exist", () => {
    const plan = planScenario(contextOf(app), config, { id: "SCENARIO_s", region: "weur" }, cycle, NOTHING_EXISTS);
    expect(plan.cycles).toEqual([cycle]);
    expect(plan.scenarios[0]?.primary_scenario).toBe(true);
    const existing: Existing = { ...NOTHING_EXISTS, cycle, cycle_has_scenarios: true };
    const second = planScenario(contextOf(app), config, { id: "SCENARIO_s2", region: "weur" }, cycle, existing);
    expect(second.cycles).toEqual([]);
    expect(second.scenarios[0]?.primary_scenario).toBe(false);
  });

  it("is the primary scenario of an existing cycle that has no scenarios", () => {
    const plan = planScenario(contextOf(app), config, { id: "SCENARIO_s", region: "weur" }, cycle, {
      ...NOTHING_EXISTS,
      cycle,
    });
    expect([plan.cycles.length, plan.scenarios[0]?.primary_scenario]).toEqual([0, true]);
  });

  it("lists the entities that it reuses, and creates the rest", () => {
    const first = planScenario(contextOf(app), config, { id: "SCENARIO_s", region: "weur" }, cycle, NOTHING_EXISTS);
    const shared = <T extends { owner_id: string | null }>(rows: readonly T[]) =>
      rows.filter((row) => row.owner_id !== "SCENARIO_s");
    const existing: Existing = {
      cycle,
      cycle_has_scenarios: true,
      data_nodes: shared(first.data_nodes),
      tasks: shared(first.tasks),
      paths: [],
    };
    const second = planScenario(contextOf(app), config, { id: "SCENARIO_s2", region: "weur" }, cycle, existing);
    expect(second.reused_data_nodes).toEqual(existing.data_nodes.map((each) => each.id));
    expect(second.reused_tasks).toEqual(existing.tasks.map((each) => each.id));
    expect(second.data_nodes.map((each) => each.config_id)).toEqual(["result"]);
    expect(second.tasks.map((each) => each.config_id)).toEqual(["use"]);
    expect(second.rewired_tasks).toEqual([]);
  });

  it("has the domain of every output of its tasks", () => {
    const plan = planScenario(contextOf(app), config, { id: "SCENARIO_s", region: "weur" }, cycle, NOTHING_EXISTS);
    const written = new Set(plan.tasks.flatMap((each) => each.output_ids));
    const domains = plan.data_nodes.filter((each) => written.has(each.id)).map((each) => each.domain);
    expect(new Set(domains)).toEqual(new Set([plan.scenarios[0]?.domain]));
  });

  it("has one data node where a config is listed several times", () => {
    const twice = task("twice", [result, result], []);
    const doubled = scenario("d", [twice, task("again", [result], [])], { additionalDataNodes: [result, result] });
    const plan = planScenario(
      contextOf(appOf({ scenarios: [doubled] })),
      doubled,
      { id: "SCENARIO_d", region: "weur" },
      null,
      NOTHING_EXISTS,
    );
    expect(plan.data_nodes).toHaveLength(1);
    expect(plan.tasks[0]?.input_ids).toHaveLength(1);
    expect(plan.scenarios[0]?.additional_data_nodes).toHaveLength(1);
  });

  it("copies the properties of its configuration, so that changes of one leave the other alone", () => {
    const properties = { list: [1] };
    const own = scenario("p", [], { properties });
    const plan = planScenario(
      contextOf(appOf({ scenarios: [own] })),
      own,
      { id: "SCENARIO_p", region: "weur" },
      null,
      NOTHING_EXISTS,
    );
    expect(plan.scenarios[0]?.properties).toEqual(properties);
    expect(plan.scenarios[0]?.properties).not.toBe(properties);
  });
});

describe("without a scenario", () => {
  it("a task is planned with its data nodes, all without an owner", () => {
    const { plan, task: made } = planTask(contextOf(app), use, NOTHING_EXISTS);
    expect(plan.tasks).toEqual([made]);
    expect(plan.data_nodes.map((each) => each.owner_id)).toEqual([null, null]);
    expect(made.domain).toBe(plan.data_nodes[1]?.domain);
  });

  it("an existing data node of the config is reused", () => {
    const { plan } = planDataNode(contextOf(app), result, NOTHING_EXISTS);
    const again = planDataNode(contextOf(app), result, { ...NOTHING_EXISTS, data_nodes: plan.data_nodes });
    expect(again.id).toBe(plan.data_nodes[0]?.id);
    expect(again.plan.data_nodes).toEqual([]);
  });
});

describe("an application that has changed", () => {
  const plans = (before: readonly TaskConfig[], after: readonly TaskConfig[], created: DataNodeConfig) => {
    const { plan } = planDataNode(contextOf(appOf({ tasks: before, dataNodes: [created] })), created, NOTHING_EXISTS);
    return () =>
      planDataNode(contextOf(appOf({ tasks: after, dataNodes: [created] })), created, {
        ...NOTHING_EXISTS,
        data_nodes: plan.data_nodes,
      });
  };

  it("is refused when a task writes a shared data node that no task wrote before", () => {
    expect(plans([], [train], model)).toThrowError(
      expect.objectContaining({ code: "configuration_changed", message: expect.stringContaining("DATANODE_model_1") }),
    );
  });

  it("is accepted when no task writes a shared data node any more", () => {
    expect(plans([train], [], model)).not.toThrow();
  });
});
