import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { App, DataNodeConfig, ScenarioConfig, TaskConfig } from "../../../src/core/config/app-types.ts";
import { ConfigurationError, type ConfigurationIssue } from "../../../src/core/config/check/issue.ts";
import { collectConfigs } from "../../../src/core/config/collect-configs.ts";
import { type AppOptions, dataNode, defineApp, Scope, scenario, task } from "../../../src/core/config/dsl/index.ts";
import { planScenario, planTask } from "../../../src/core/planning/creation.ts";
import type { Existing } from "../../../src/core/planning/creation-plan.ts";
import { domainsOf } from "../../../src/core/planning/domain.ts";

const NOTHING: Existing = { cycle: null, cycle_has_scenarios: false, data_nodes: [], tasks: [], paths: [] };

/** What the configs would create without any check; the texts of refusals. */
function refusals(options: AppOptions): readonly string[] {
  const { scenarios, tasks, dataNodes } = options;
  const configs = collectConfigs({ scenarios, tasks, dataNodes });
  const job = { objectsPerRegion: 4 };
  const app = { ...configs, files: new Map(), core: { versionNumber: "latest" }, job } as unknown as App;
  let number = 0;
  const newUuid = () => {
    number += 1;
    return `uuid-${number}`;
  };
  const context = { app, domains: domainsOf(app), now: "2026-11-30T00:00:00.000000", newUuid };
  const ofScenarios = [...configs.scenarios.values()].map(
    (config) => () => planScenario(context, config, { id: `SCENARIO_${config.id}_1`, region: "weur" }, null, NOTHING),
  );
  const ofTasks = [...configs.tasks.values()]
    .filter(({ id }) => id !== "default")
    .map((config) => () => planTask(context, config, NOTHING));
  return [...ofScenarios, ...ofTasks].flatMap((create) => {
    try {
      create();
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
}

const errorsAmong = (issues: readonly ConfigurationIssue[]) =>
  issues.flatMap(({ level, message }) => (level === "ERROR" ? [message] : []));

/** The errors that the checks find. */
function errors(options: AppOptions): readonly string[] {
  try {
    return errorsAmong(defineApp(options).warnings);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return errorsAmong(error.issues);
  }
}

const NODES = 4;
const SEQUENCE_NAMES = ["morning", "every day", "aTPSPACEb", "class", "has-dash", "y".repeat(501), ""];

/** Few nodes and tasks, so that circles, shared nodes and sequences of two parts are common. */
const application = fc
  .record({
    scopes: fc.array(fc.constantFrom(...Object.values(Scope)), { minLength: NODES, maxLength: NODES }),
    wiring: fc.array(
      fc.record({
        inputs: fc.subarray([0, 1, 2, 3], { maxLength: 2 }),
        outputs: fc.subarray([0, 1, 2, 3], { maxLength: 2 }),
        id: fc.constantFrom("own", "own", "own", "default"),
        hasFunction: fc.constantFrom(true, true, true, true, false),
      }),
      { maxLength: 4 },
    ),
    members: fc.subarray([0, 1, 2, 3]),
    name: fc.oneof({ weight: 3, arbitrary: fc.constant("morning") }, fc.constantFrom(...SEQUENCE_NAMES)),
    strayTask: fc.constantFrom(false, false, false, true),
    isDefault: fc.constantFrom(false, false, false, true),
  })
  .map(({ scopes, wiring, members, name, strayTask, isDefault }) => {
    const nodes: DataNodeConfig[] = scopes.map((scope, index) => dataNode(`n${index}`, { scope }));
    const pick = (indexes: readonly number[]) => indexes.flatMap((index) => nodes[index] ?? []);
    const tasks: TaskConfig[] = wiring.map(({ id, inputs, outputs, hasFunction }, index) => ({
      ...task(id === "own" ? `t${index}` : "default", { function: () => 1 }),
      inputs: pick(inputs),
      outputs: pick(outputs),
      function: hasFunction ? () => 1 : null,
    }));
    const distinct = [...new Map(tasks.map((config) => [config.id, config])).values()];
    const stray = task("stray", { function: () => 1, outputs: [dataNode("other")] });
    const sequence = members.flatMap((index) => distinct[index] ?? []);
    const whole: ScenarioConfig = {
      ...scenario(isDefault ? "default" : "s"),
      tasks: distinct,
      sequences: { [name]: strayTask ? [...sequence, stray] : sequence },
    };
    return { scenarios: [whole], tasks: distinct, dataNodes: nodes };
  });

describe("a configuration", () => {
  it("has an error exactly if a creation would refuse one of its scenarios or tasks", () => {
    const seen = { refused: 0, created: 0 };
    fc.assert(
      fc.property(application, (options) => {
        const refused = refusals(options);
        const found = errors(options);
        seen[refused.length > 0 ? "refused" : "created"] += 1;
        expect({ refused, found }).toSatisfy(() => refused.length > 0 === found.length > 0);
      }),
      { numRuns: 2_000, seed: 18 },
    );
    expect(seen.refused).toBeGreaterThan(200);
    expect(seen.created).toBeGreaterThan(200);
  });
});
