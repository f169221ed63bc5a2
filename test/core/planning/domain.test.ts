import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../../../src/core/config/app-types.ts";
import { SCOPES, type ScopeName } from "../../../src/core/entities/data-node.ts";
import { cycleId, dataNodeId, scenarioId, taskId } from "../../../src/core/entities/ids.ts";
import { SLOTS } from "../../../src/core/jobs/slots/limits.ts";
import { type DomainApp, type Domains, domainsOf, type Owner } from "../../../src/core/planning/domain.ts";
import { poolOf } from "../../../src/core/planning/pool.ts";

const node = (id: string, scope: ScopeName = "SCENARIO"): DataNodeConfig => ({
  kind: "DATA_NODE",
  id,
  storageType: "pickle",
  scope,
  validityPeriod: null,
  defaultData: undefined,
  properties: {},
});

const task = (id: string, inputs: readonly DataNodeConfig[], outputs: readonly DataNodeConfig[]): TaskConfig => ({
  kind: "TASK",
  id,
  function: () => null,
  inputs,
  outputs,
  skippable: false,
  retries: null,
  timeoutMs: null,
  concurrency: null,
  properties: {},
});

const scenario = (
  id: string,
  tasks: readonly TaskConfig[],
  additionalDataNodes: readonly DataNodeConfig[] = [],
): ScenarioConfig => ({
  kind: "SCENARIO",
  id,
  tasks,
  additionalDataNodes,
  frequency: null,
  comparators: {},
  sequences: {},
  properties: {},
});

const POOLED = { objectsPerRegion: 4 };
const poolOfScenario = (id: string) => poolOf("weur", id, POOLED.objectsPerRegion);

function app(scenarios: readonly ScenarioConfig[], moreTasks: readonly TaskConfig[] = []): DomainApp {
  const tasks = [...moreTasks, ...scenarios.flatMap((one) => one.tasks)];
  const nodes = [
    ...tasks.flatMap((one) => [...one.inputs, ...one.outputs]),
    ...scenarios.flatMap((one) => one.additionalDataNodes),
  ];
  const byId = <Config extends { readonly id: string }>(configs: readonly Config[]): Map<string, Config> =>
    new Map(configs.map((config) => [config.id, config]));
  return { scenarios: byId(scenarios), tasks: byId(tasks), dataNodes: byId(nodes), job: POOLED };
}

const [GLOBAL_NODE, CYCLE_NODE, OWN_NODE] = [node("g", "GLOBAL"), node("c", "CYCLE"), node("s")];

describe("a scenario", () => {
  test("that shares no written node lies in a pool of its creator's region", () => {
    const domains = domainsOf(app([scenario("sc", [task("t", [node("in")], [OWN_NODE])])]));
    expect(domains.scenarioDomain("sc", "SCENARIO_1", "CYCLE_1", "weur")).toBe(poolOfScenario("SCENARIO_1"));
    expect(domains.scenarioDomain("sc", "SCENARIO_2", null, "weur")).toBe(poolOfScenario("SCENARIO_2"));
  });

  test("that only reads GLOBAL and CYCLE nodes lies in a pool, and these nodes in objects of their own", () => {
    const readers = [GLOBAL_NODE, CYCLE_NODE].map((input) => task(`read_${input.id}`, [input], [OWN_NODE]));
    const domains = domainsOf(app([scenario("one", readers), scenario("two", readers, [GLOBAL_NODE])]));
    expect(domains.scenarioDomain("one", "SCENARIO_1", "CYCLE_1", "weur")).toBe(poolOfScenario("SCENARIO_1"));
    expect(domains.scenarioDomain("two", "SCENARIO_2", "CYCLE_1", "weur")).toBe(poolOfScenario("SCENARIO_2"));
    expect(domains.dataNodeDomain("g", "DATANODE_g_1", null)).toBe("DATANODE_g_1");
    expect(domains.dataNodeDomain("c", "DATANODE_c_1", { cycle_id: "CYCLE_1" })).toBe("DATANODE_c_1");
  });

  test("does not join the component of another one through a node that both only read", () => {
    const writer = scenario("writer", [task("train", [GLOBAL_NODE], [CYCLE_NODE])]);
    const reader = scenario("reader", [task("read", [GLOBAL_NODE], [OWN_NODE])]);
    const domains = domainsOf(app([writer, reader]));
    expect(domains.scenarioDomain("writer", "SCENARIO_1", "CYCLE_1", "weur")).toBe("component:writer/CYCLE_1");
    expect(domains.scenarioDomain("reader", "SCENARIO_2", "CYCLE_1", "weur")).toBe(poolOfScenario("SCENARIO_2"));
  });

  test("shares one object with every other that uses a GLOBAL node which one of them writes", () => {
    const writer = scenario("writer", [task("write", [OWN_NODE], [GLOBAL_NODE])]);
    const reader = scenario("a_reader", [task("read", [GLOBAL_NODE], [node("r")])]);
    const holder = scenario("holder", [], [GLOBAL_NODE]);
    const unrelated = scenario("unrelated", [task("other", [OWN_NODE], [node("o")])]);
    const domains = domainsOf(app([writer, reader, holder, unrelated]));
    for (const id of ["writer", "a_reader", "holder"]) {
      expect(domains.scenarioDomain(id, "SCENARIO_1", "CYCLE_1", "weur")).toBe("component:a_reader");
      expect(domains.scenarioDomain(id, "SCENARIO_2", null, "weur")).toBe("component:a_reader");
    }
    expect(domains.scenarioDomain("unrelated", "SCENARIO_3", null, "weur")).toBe(poolOfScenario("SCENARIO_3"));
    expect(domains.dataNodeDomain("g", "DATANODE_g_1", null)).toBe("component:a_reader");
  });

  test("shares one object per cycle when tasks write a CYCLE node", () => {
    const domains = domainsOf(app([scenario("monthly", [task("train", [GLOBAL_NODE], [CYCLE_NODE])])]));
    expect(domains.scenarioDomain("monthly", "SCENARIO_1", "CYCLE_1", "weur")).toBe("component:monthly/CYCLE_1");
    expect(domains.scenarioDomain("monthly", "SCENARIO_2", "CYCLE_1", "weur")).toBe("component:monthly/CYCLE_1");
    expect(domains.scenarioDomain("monthly", "SCENARIO_3", "CYCLE_2", "weur")).toBe("component:monthly/CYCLE_2");
    expect(domains.dataNodeDomain("c", "DATANODE_c_1", { cycle_id: "CYCLE_2" })).toBe("component:monthly/CYCLE_2");
  });

  test("without a cycle shares the component's object, as its CYCLE nodes do", () => {
    const domains = domainsOf(app([scenario("sc", [task("train", [], [CYCLE_NODE])])]));
    expect(domains.scenarioDomain("sc", "SCENARIO_1", null, "weur")).toBe("component:sc");
    expect(domains.dataNodeDomain("c", "DATANODE_c_1", null)).toBe("component:sc");
  });

  test("joins a GLOBAL component through a CYCLE node", () => {
    const one = scenario("one", [task("a", [], [CYCLE_NODE])]);
    const two = scenario("two", [task("b", [CYCLE_NODE], [GLOBAL_NODE])]);
    const domains = domainsOf(app([one, two]));
    expect(domains.scenarioDomain("one", "SCENARIO_1", "CYCLE_1", "weur")).toBe("component:one");
    expect(domains.dataNodeDomain("c", "DATANODE_c_1", { cycle_id: "CYCLE_1" })).toBe("component:one");
  });
});

test("the data nodes of a scenario have its domain, whether a task writes them or not", () => {
  const domains = domainsOf(app([scenario("sc", [task("t", [node("in")], [OWN_NODE])])]));
  const owner: Owner = { scenario_id: "SCENARIO_1", scenario_domain: "anywhere" };
  expect(domains.dataNodeDomain("s", "DATANODE_s_1", owner)).toBe("anywhere");
  expect(domains.dataNodeDomain("in", "DATANODE_in_1", owner)).toBe("anywhere");
});

test("tasks without an owner share an object if they share outputs, and only then", () => {
  const [a, b, c, d] = [node("a"), node("b"), node("c"), node("d")];
  const domains = domainsOf(app([], [task("ab", [], [b, a]), task("bc", [d], [b, c]), task("d", [], [d])]));
  for (const id of ["a", "b", "c"])
    expect(domains.dataNodeDomain(id, `DATANODE_${id}_1`, null)).toBe("component:node:a");
  expect(domains.dataNodeDomain("d", "DATANODE_d_1", null)).toBe("component:node:d");
});

test("a scenario and a data node of the same name have different domains", () => {
  const domains = domainsOf(app([scenario("x", [task("t", [], [GLOBAL_NODE])])], [task("u", [], [node("x")])]));
  expect(domains.scenarioDomain("x", "SCENARIO_1", null, "weur")).not.toBe(
    domains.dataNodeDomain("x", "DATANODE_x_1", null),
  );
});

test("a task has the domain of its outputs; without outputs that of its scenario, or its own id", () => {
  const domains = domainsOf(app([]));
  const owner: Owner = { scenario_id: "SCENARIO_1", scenario_domain: "there" };
  expect(domains.taskDomain("t", "TASK_t_1", owner, ["here", "here"])).toBe("here");
  expect(domains.taskDomain("t", "TASK_t_1", owner, [])).toBe("there");
  expect(domains.taskDomain("t", "TASK_t_1", { cycle_id: "CYCLE_1" }, [])).toBe("TASK_t_1");
  expect(domains.taskDomain("t", "TASK_t_1", null, [])).toBe("TASK_t_1");
});

test("a scenario whose config the app does not know lies in a pool, a data node in an object of its own", () => {
  const domains = domainsOf(app([]));
  expect(domains.scenarioDomain("gone", "SCENARIO_1", "CYCLE_1", "weur")).toBe(poolOfScenario("SCENARIO_1"));
  expect(domains.dataNodeDomain("gone", "DATANODE_1", null)).toBe("DATANODE_1");
});

const anyApp: fc.Arbitrary<DomainApp> = fc
  .record({
    scopes: fc.array(fc.constantFrom(...SCOPES), { minLength: 1, maxLength: 8 }),
    tasks: fc.array(
      fc.record({ inputs: fc.array(fc.nat(), { maxLength: 3 }), outputs: fc.array(fc.nat(), { maxLength: 3 }) }),
      { minLength: 1, maxLength: 8 },
    ),
    scenarios: fc.array(
      fc.record({ tasks: fc.array(fc.nat(), { maxLength: 3 }), nodes: fc.array(fc.nat(), { maxLength: 2 }) }),
      { maxLength: 5 },
    ),
  })
  .map(({ scopes, tasks, scenarios }) => {
    const pick = <Item>(items: readonly Item[], indexes: readonly number[]): Item[] =>
      [...new Set(indexes.map((index) => index % items.length))].flatMap((index) => items[index] ?? []);
    const nodes = scopes.map((scope, index) => node(`n${index}`, scope));
    const taskConfigs = tasks.map(({ inputs, outputs }, index) =>
      task(`t${index}`, pick(nodes, inputs), pick(nodes, outputs)),
    );
    const scenarioConfigs = scenarios.map((one, index) =>
      scenario(`s${index}`, pick(taskConfigs, one.tasks), pick(nodes, one.nodes)),
    );
    return app(scenarioConfigs, taskConfigs);
  });

/** The domains of a task's outputs when a scenario of the config creates the task. */
function outputDomains(domains: Domains, made: TaskConfig, config: ScenarioConfig, cycleId: string | null): string[] {
  const scenario_domain = domains.scenarioDomain(config.id, "SCENARIO_1", cycleId, "weur");
  return made.outputs.map((output) => {
    const shared: Owner = output.scope === "CYCLE" && cycleId !== null ? { cycle_id: cycleId } : null;
    const owner: Owner = output.scope === "SCENARIO" ? { scenario_id: "SCENARIO_1", scenario_domain } : shared;
    return domains.dataNodeDomain(output.id, `DATANODE_${output.id}`, owner);
  });
}

test("all outputs of a scenario's tasks have the scenario's domain, with and without a cycle", () => {
  fc.assert(
    fc.property(anyApp, fc.constantFrom("CYCLE_1", null), (configs, cycleId) => {
      const domains = domainsOf(configs);
      for (const config of configs.scenarios.values()) {
        const scenarioDomain = domains.scenarioDomain(config.id, "SCENARIO_1", cycleId, "weur");
        const found = new Set(config.tasks.flatMap((made) => outputDomains(domains, made, config, cycleId)));
        expect([...found].filter((domain) => domain !== scenarioDomain)).toEqual([]);
      }
    }),
  );
});

test("all outputs of a task without an owner have one domain", () => {
  fc.assert(
    fc.property(anyApp, (configs) => {
      const domains = domainsOf(configs);
      for (const made of configs.tasks.values()) {
        const found = made.outputs.map(({ id }) => domains.dataNodeDomain(id, `DATANODE_${id}`, null));
        expect(new Set(found).size).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("two scenarios that use the same written shared node have one domain", () => {
  fc.assert(
    fc.property(anyApp, (configs) => {
      const domains = domainsOf(configs);
      const written = [...configs.tasks.values()]
        .flatMap((one) => one.outputs)
        .filter(({ scope }) => scope !== "SCENARIO");
      for (const shared of written) {
        const users = [...configs.scenarios.values()].filter((one) =>
          [...one.tasks.flatMap((used) => [...used.inputs, ...used.outputs]), ...one.additionalDataNodes].includes(
            shared,
          ),
        );
        const found = users.map(({ id }, index) => domains.scenarioDomain(id, `SCENARIO_${index}`, "CYCLE_1", "weur"));
        expect(new Set(found).size).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("domains do not depend on the order of the configs", () => {
  const reversed = <Config>(configs: ReadonlyMap<string, Config>): Map<string, Config> =>
    new Map([...configs].reverse());
  fc.assert(
    fc.property(anyApp, ({ scenarios, tasks, dataNodes }) => {
      const [one, other] = [
        domainsOf({ scenarios, tasks, dataNodes, job: POOLED }),
        domainsOf({
          scenarios: reversed(scenarios),
          tasks: reversed(tasks),
          dataNodes: reversed(dataNodes),
          job: POOLED,
        }),
      ];
      for (const id of scenarios.keys()) {
        expect(other.scenarioDomain(id, "SCENARIO_1", "CYCLE_1", "weur")).toBe(
          one.scenarioDomain(id, "SCENARIO_1", "CYCLE_1", "weur"),
        );
      }
      for (const id of dataNodes.keys())
        expect(other.dataNodeDomain(id, "D", null)).toBe(one.dataNodeDomain(id, "D", null));
    }),
  );
});

test("No domain has the name of the object that hands out slots, even where every config has that name", () => {
  const nodes = SCOPES.map((scope) => node(SLOTS, scope));
  const names = nodes.flatMap((shared) => {
    const domains = domainsOf(app([scenario(SLOTS, [task(SLOTS, [], [shared])])]));
    const scenarioDomain = domains.scenarioDomain(SLOTS, scenarioId(SLOTS, "u"), null, "weur");
    return [
      scenarioDomain,
      domains.scenarioDomain(SLOTS, scenarioId(SLOTS, "u"), cycleId(SLOTS, "u"), "weur"),
      domains.dataNodeDomain(SLOTS, dataNodeId(SLOTS, "u"), null),
      domains.dataNodeDomain("other", dataNodeId(SLOTS, "u"), { cycle_id: cycleId(SLOTS, "u") }),
      domains.taskDomain(SLOTS, taskId(SLOTS, "u"), null, []),
    ];
  });
  expect(names.filter((name) => name === SLOTS)).toEqual([]);
});
