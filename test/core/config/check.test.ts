import { describe, expect, it } from "vitest";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../../../src/core/config/app-types.ts";
import { ConfigurationError, type ConfigurationIssue } from "../../../src/core/config/check/issue.ts";
import { dataNodeConfig } from "../../../src/core/config/dsl/data-node-config.ts";
import {
  type AppOptions,
  dataNode,
  defineApp,
  Frequency,
  Scope,
  scenario,
  task,
} from "../../../src/core/config/dsl/index.ts";

const issuesOf = (options: AppOptions): readonly ConfigurationIssue[] => {
  try {
    return defineApp(options).warnings;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
};

/** Each issue as `LEVEL field: message`. */
const found = (options: AppOptions) =>
  issuesOf(options).map(({ level, field, message }) => `${level} ${field}: ${message}`);

const one = () => 1;
const out = dataNode.pickle<number>("out");
const source = dataNode("source", { defaultData: 1 });
const work = task("work", { function: one, inputs: [source], outputs: [out] });

/** Configs that untyped code could create. */
const nodeWith = (fields: object): DataNodeConfig => ({ ...dataNode("node"), ...fields });
const taskWith = (fields: object): TaskConfig => ({ ...work, ...fields });
const scenarioWith = (fields: object): ScenarioConfig => ({ ...scenario("s", { tasks: [work] }), ...fields });

describe("the checks of an application", () => {
  it("find every problem at once, in one error", () => {
    const bad = () =>
      defineApp({
        dataNodes: [dataNode("9lives"), dataNode.inMemory("memory")],
        tasks: [taskWith({ function: null })],
        scenarios: [scenario("class")],
        job: { mode: "standalone" },
      });
    expect(bad).toThrow(ConfigurationError);
    expect(bad).toThrow(/has 4 errors:\n/);
    expect(bad).toThrow(/'9lives' is not a valid identifier\. Use .* The current value of `config_id` is "9lives"\./);
    expect(issuesOf({ dataNodes: [dataNode("9lives")] })).toEqual([
      {
        level: "ERROR",
        field: "config_id",
        value: "9lives",
        message: expect.stringMatching(/^'9lives' is not a valid identifier\. Use letters/),
        tag: "DataNodeConfigChecker",
        section: "DATA_NODE.9lives",
      },
    ]);
  });
});

describe("the ids", () => {
  it.each(["a", "_a", "model", "données", "数据", "a1_b", "JOB_x", "task", "nonlocals"])(
    "of configs can be %s",
    (id) => {
      expect(found({ dataNodes: [dataNode(id)] })).toEqual([]);
    },
  );

  it.each(["1a", "a-b", "a b", "a.b", "None", "class", "async", "é!", "a\n"])("of configs cannot be %j", (id) => {
    expect(found({ dataNodes: [dataNode(id)] })).toEqual([
      expect.stringContaining(`ERROR config_id: '${id}' is not a valid identifier. Use `),
    ]);
  });

  it.each(["CYCLE", "SCENARIO", "SEQUENCE", "TASK", "DATANODE"])("of configs cannot contain %s", (term) => {
    const id = `my_${term}_x`;
    const message = `'${id}' is not a valid identifier. '${term}' is restricted.`;
    expect(found({ dataNodes: [dataNode(id)] })).toEqual([expect.stringContaining(`ERROR config_id: ${message} Use `)]);
  });

  it("of configs cannot be empty", () => {
    expect(found({ dataNodes: [dataNode("")] })).toEqual([
      "ERROR config_id: A data node config has an empty `config_id`. Give it one.",
    ]);
    expect(found({ tasks: [taskWith({ id: "" })] })).toEqual([
      "ERROR config_id: A task config has an empty `config_id`. Give it one.",
    ]);
    expect(found({ scenarios: [scenarioWith({ id: "" })] })).toEqual([
      "ERROR config_id: A scenario config has an empty `config_id`. Give it one.",
    ]);
  });

  it("of two different configs of one kind cannot be the same", () => {
    const twin = dataNode("source", { defaultData: 1 });
    const other = task("other", { function: one, inputs: [twin], outputs: [out] });
    expect(found({ tasks: [work, other] })).toEqual([
      "ERROR config_id: Two different DATA_NODE configs have the id `source`.",
    ]);
    expect(found({ tasks: [work], scenarios: [scenario("s", { tasks: [work] })] })).toEqual([]);
  });

  it("of configs of two kinds cannot be the same, except `default`", () => {
    expect(found({ dataNodes: [dataNode("same")], scenarios: [scenario("same", { tasks: [work] })] })).toEqual([
      "ERROR config_id: `same` is the id of configs in more than one section: DATA_NODE, SCENARIO. Rename all but one.",
    ]);
  });

  it.each(["function", "input", "skippable"])("of data nodes cannot be %s, an attribute of tasks", (id) => {
    expect(found({ dataNodes: [dataNode(id)] })).toEqual([
      `ERROR id: The data node id \`${id}\` is already an attribute of every task. Rename it.`,
    ]);
  });

  it.each(["cycle", "name", "tags"])("of tasks and data nodes cannot be %s, an attribute of scenarios", (id) => {
    expect(found({ dataNodes: [dataNode(id)] })).toEqual([
      `ERROR id: The data node id \`${id}\` is already an attribute of every scenario. Rename it.`,
    ]);
    expect(found({ tasks: [taskWith({ id })] })).toEqual([
      `ERROR id: The task id \`${id}\` is already an attribute of every scenario. Rename it.`,
    ]);
  });
});

describe("data nodes", () => {
  it.each([
    [{ storageType: "floppy" }, "storage_type"],
    [{ scope: "PLANET" }, "scope"],
    [{ properties: { _entity_owner: 1 } }, "_entity_owner"],
    [{ storageType: "csv", properties: { exposed_type: "modin" } }, "exposed_type"],
  ])("are refused with %j", (fields, field) => {
    const issues = issuesOf({ dataNodes: [nodeWith(fields)] });
    expect(issues).toMatchObject([{ level: "ERROR", field }]);
  });

  it.each([0, -1, 1.5, "5", null])("are refused when their history limit is %j", (limit) => {
    const node = dataNodeConfig("node", "pickle", { historyLimit: limit as number });
    expect(issuesOf({ dataNodes: [node] })).toMatchObject([{ level: "ERROR", field: "history_limit", value: limit }]);
  });

  it("are refused when the validity period is no duration", () => {
    const node = dataNodeConfig("node", "pickle", { validityPeriod: "1w" as "1d" });
    expect(issuesOf({ dataNodes: [node] })).toMatchObject([{ level: "ERROR", field: "validity_period", value: "1w" }]);
  });

  it("can be in memory only in the job mode development", () => {
    const dataNodes = [dataNode.inMemory("memory"), dataNode.inMemory("memory2")];
    expect(found({ dataNodes })).toEqual([]);
    expect(found({ dataNodes, job: { mode: "standalone" } })).toEqual([
      "ERROR storage_type: Data node `memory` can't be `in_memory` while the job mode is `standalone`. Choose another storage type, or the job mode `development`.",
      "ERROR storage_type: Data node `memory2` can't be `in_memory` while the job mode is `standalone`. Choose another storage type, or the job mode `development`.",
    ]);
  });

  it("are checked also when they are the application's own `default`", () => {
    expect(issuesOf({ dataNodes: [nodeWith({ id: "default", scope: "PLANET" })] })).toMatchObject([{ field: "scope" }]);
  });
});

describe("tasks", () => {
  it("need a function", () => {
    expect(found({ tasks: [taskWith({ function: null })] })).toEqual([
      "ERROR function: `function` of task `work` must not be empty.",
    ]);
    expect(found({ tasks: [taskWith({ function: "average" })] })).toEqual([
      "ERROR function: `function` of task `work` must be callable.",
    ]);
  });

  it("without inputs or outputs get only a warning", () => {
    const app = defineApp({ tasks: [task("lonely", { function: one })] });
    expect(app.warnings.map(({ level, message }) => `${level} ${message}`)).toEqual([
      "WARNING `inputs` of task `lonely` is empty. Add data nodes, unless the task needs none.",
      "WARNING `outputs` of task `lonely` is empty. Add data nodes, unless the task needs none.",
    ]);
  });

  it("get a warning for inputs that their functions have no parameter for, which the compiler takes for ignored", () => {
    const other = dataNode("other", { defaultData: 2 });
    const inputs = [source, other] as const;
    const warned = (run: (...values: number[]) => unknown) =>
      defineApp({ tasks: [task("work", { function: run as never, inputs, outputs: [out] })] }).warnings.map(
        ({ message }) => message,
      );
    expect(warned((a) => a)).toEqual([
      "The function of task `work` has no parameter for `other`. Give it one (`_name`, if it only waits for the value), or remove the data node from `inputs`.",
    ]);
    // Those that may take more than their length says, or nothing at all.
    const rest = (first: number, ...others: number[]) => first + others.length;
    const byDefault = (first: number, second = 2) => first + second;
    const both = (first: number, second: number) => first + second;
    for (const run of [rest, byDefault, both, both.bind(null, 1), one]) expect(warned(run)).toEqual([]);
  });

  it("are refused when inputs or outputs are no list of data nodes or contain one twice", () => {
    expect(issuesOf({ tasks: [taskWith({ inputs: ["source"] })] })).toMatchObject([
      { level: "ERROR", field: "inputs" },
    ]);
    expect(issuesOf({ tasks: [taskWith({ outputs: { out } })] })).toMatchObject([{ level: "ERROR", field: "outputs" }]);
    expect(found({ tasks: [taskWith({ inputs: [source, source] })] })).toEqual([
      "ERROR inputs: `inputs` of task `work` has the data node `source` twice. Remove one.",
    ]);
  });

  it("cannot have a property with the id of one of their data nodes", () => {
    expect(found({ tasks: [taskWith({ properties: { out: 1 } })] })).toEqual([
      "ERROR id: The data node id `out` is also the name of a property of its task `work`. Rename one of them.",
    ]);
  });

  it("are refused with wrong retries or timeouts", () => {
    const policies = task("t", {
      function: one,
      inputs: [source],
      outputs: [out],
      retries: { limit: -1, delay: "soon" as "1s", backoff: "random" as "linear" },
      timeout: "0s",
      concurrency: 0,
    });
    expect(issuesOf({ tasks: [policies] }).map(({ field }) => field)).toEqual([
      "retries.delay",
      "concurrency",
      "timeout",
      "retries.limit",
      "retries.backoff",
    ]);
  });

  it("may have a timeout of 14 minutes, and none beyond, which no job could use", () => {
    const withTimeout = (timeout: "14m" | "14m1s") =>
      found({ tasks: [task("t", { function: one, inputs: [source], outputs: [out], timeout })] });
    expect(withTimeout("14m")).toEqual([]);
    expect(withTimeout("14m1s")).toEqual([
      expect.stringMatching(
        /^ERROR timeout: `timeout` of task `t` must not be longer than 14 minutes, .*Split the task .*system outside/,
      ),
    ]);
  });

  it("are refused with a long timeout in a file, too", () => {
    const toml =
      '[TASK.t]\nfunction = "f.one:function"\ninputs = ["source"]\noutputs = ["out"]\ntimeout = "0d0h15m0s:timedelta"\n';
    const options = { toml: `${toml}[DATA_NODE.source]\n[DATA_NODE.out]\n`, functions: { f: { one } } };
    expect(issuesOf(options)).toEqual([
      expect.objectContaining({ level: "ERROR", field: "timeout", position: expect.objectContaining({ line: 5 }) }),
    ]);
  });
});

describe("scenarios", () => {
  it("without tasks get only a warning", () => {
    expect(found({ scenarios: [scenario("s", { additionalDataNodes: [source] })] })).toEqual([
      "WARNING tasks: `tasks` of scenario `s` is empty. Add tasks, unless it needs none.",
    ]);
  });

  it("are refused with tasks that form a circle, and with a sequence that is not connected", () => {
    const back = task("back", { function: one, inputs: [out], outputs: [source] });
    const apart = task("apart", { function: one, inputs: [dataNode("a")], outputs: [dataNode("b")] });
    const scenarios = [scenario("s", { tasks: [work, back, apart], sequences: { broken: [work, apart] } })];
    expect(found({ scenarios })).toEqual([
      "ERROR tasks: The tasks of scenario `s` form a circle: `back` writes `source`, which `work` reads; `work` writes `out`, which `back` reads. No task of a circle could be the first: remove one of these inputs, or let the task write another data node.",
      "ERROR sequences: The tasks of sequence `broken` of scenario `s` are not connected: `work` and `apart` share no data node. Add the tasks between them, or make a sequence of each.",
    ]);
  });

  it("do not stop the service, which refuses their creation, when only their graphs are wrong", () => {
    const apart = task("apart", { function: one, inputs: [dataNode("a")], outputs: [dataNode("b")] });
    const broken = scenario("s", { tasks: [work, apart], sequences: { broken: [work, apart] } });
    expect(defineApp({ scenarios: [broken] }).warnings.map(({ level }) => level)).toEqual(["ERROR"]);
    expect(() => defineApp({ scenarios: [{ ...broken, frequency: "HOURLY" as Frequency }] })).toThrow(
      /2 errors:\n.*not connected.*\n.*frequency/s,
    );
  });

  it.each([
    [{ tasks: [source] }, "tasks"],
    [{ additionalDataNodes: [work] }, "additional_data_nodes"],
    [{ frequency: "HOURLY" }, "frequency"],
    [{ sequences: { q: ["work"] } }, "sequences"],
    [{ properties: { _entity_owner: 1 } }, "_entity_owner"],
  ])("are refused with a wrong field (row %$)", (fields, field) => {
    const errors = issuesOf({ scenarios: [scenarioWith(fields)] }).filter(({ level }) => level === "ERROR");
    expect(errors).toMatchObject([{ field }]);
  });

  it("get a warning for an additional data node that a task uses", () => {
    expect(found({ scenarios: [scenario("s", { tasks: [work], additionalDataNodes: [source] })] })).toEqual([
      "WARNING additional_data_nodes: The additional data node `source` of scenario `s` is also an input or output of its tasks. Remove it from the list.",
    ]);
  });

  it("get a warning for a CYCLE node without a frequency", () => {
    const model = dataNode("model", { scope: Scope.CYCLE });
    expect(issuesOf({ scenarios: [scenario("s", { tasks: [work], additionalDataNodes: [model] })] })).toMatchObject([
      { level: "WARNING", field: "frequency" },
    ]);
    const monthly = scenario("s", { tasks: [work], additionalDataNodes: [model], frequency: Frequency.MONTHLY });
    expect(found({ scenarios: [monthly] })).toEqual([]);
  });

  it("are refused when a sequence has another scenario's task or the name of another part", () => {
    const outside = task("outside", { function: one, inputs: [source], outputs: [out] });
    const sequences = { q: [outside], source: [work], work: [work], team: [work], "my seq": [work], "a-b": [work] };
    expect(found({ scenarios: [scenarioWith({ sequences, properties: { team: "x" } })] })).toEqual([
      "ERROR sequences: Sequence `q` of scenario `s` uses the task `outside`, which the scenario does not have. Add the task to the scenario, or remove it here.",
      "ERROR sequences: Sequence `source` of scenario `s` has the id of a data node. Rename it.",
      "ERROR sequences: Sequence `work` of scenario `s` has the id of a task. Rename it.",
      "ERROR sequences: Sequence `team` of scenario `s` has the name of a property. Rename it.",
      expect.stringContaining("ERROR sequences: 'a-b' is not a valid identifier. Use "),
    ]);
  });

  it("cannot have a property with the id of a task or a data node", () => {
    expect(found({ scenarios: [scenarioWith({ properties: { work: 1, out: 2 } })] })).toEqual([
      "ERROR id: The task id `work` is also the name of a property of scenario `s`. Rename one of them.",
      "ERROR id: The data node id `out` is also the name of a property of scenario `s`. Rename one of them.",
    ]);
  });

  it("are refused when a comparator is no function or its data node does not exist", () => {
    expect(found({ scenarios: [scenario("s", { tasks: [work], comparators: { oot: one } })] })).toEqual([
      "ERROR comparators: `comparators` of scenario `s` names `oot`, which is the id of no data node config. Add one, or correct the name.",
    ]);
    expect(found({ scenarios: [scenario("s", { tasks: [work], comparators: { out: [one] } })] })).toEqual([]);
    expect(issuesOf({ scenarios: [scenarioWith({ comparators: { out: [1] } })] })).toMatchObject([
      { level: "ERROR", field: "comparators" },
    ]);
  });

  it("named `default` are not checked", () => {
    expect(found({ scenarios: [scenario("default")] })).toEqual([]);
  });
});

describe("the sections of the app", () => {
  it.each([
    [{ job: { mode: "cluster" as "standalone" } }, "mode"],
    [{ job: { lease: "long" as "1s" } }, "lease"],
    [{ job: { lease: "0s" as const } }, "lease"],
    [{ job: { workerRetries: { limit: 1.5 } } }, "worker_retries.limit"],
    [{ job: { concurrency: 0 } }, "concurrency"],
    [{ job: { concurrency: 1.5 } }, "concurrency"],
    [{ job: { concurrency: "2" as unknown as number } }, "concurrency"],
    [{ job: { objectsPerRegion: 0 } }, "objects_per_region"],
    [{ job: { objectsPerRegion: 2.5 } }, "objects_per_region"],
    [{ job: { objectsPerRegion: 257 } }, "objects_per_region"],
    [{ job: { objectsPerRegion: "4" as unknown as number } }, "objects_per_region"],
    [{ core: { mode: "production" as "experiment" } }, "mode"],
    [{ core: { mode: "experiment" } }, "version_number"],
    [{ core: { mode: "experiment", versionNumber: "latest" } }, "version_number"],
    [{ core: { versionNumber: 1 as unknown as string } }, "version_number"],
    [
      {
        files: { "a.csv": new Uint8Array() as unknown as string },
        dataNodes: [dataNode.csv("a", { defaultPath: "a.csv" })],
      },
      "files",
    ],
    [{ files: { "": "text" } }, "files"],
  ] satisfies [AppOptions, string][])("are refused with %j", (options, field) => {
    expect(issuesOf(options)).toMatchObject([{ level: "ERROR", field }]);
  });
});
