import { describe, expect, it } from "vitest";
import { dataNode, defineApp, Frequency, Scope, scenario, task } from "../../../src/core/config/dsl/index.ts";
import { camelCase } from "../../../src/core/config/dsl/option-types.ts";
import { STORAGE_TYPES } from "../../../src/core/storage-types.ts";

describe("dataNode", () => {
  it("declares a pickle node of scope SCENARIO without properties by default", () => {
    expect(dataNode("plain")).toEqual({
      kind: "DATA_NODE",
      id: "plain",
      storageType: "pickle",
      scope: "SCENARIO",
      validityPeriod: null,
      defaultData: undefined,
      properties: {},
    });
    expect(dataNode("plain")).toEqual(dataNode.pickle("plain"));
  });

  it("fills in the defaults of csv under Taipy's names", () => {
    expect(dataNode.csv("c").properties).toEqual({ has_header: true, encoding: "utf-8", exposed_type: "pandas" });
  });

  it("turns options into properties, which override free keys of the same name, which override defaults", () => {
    const node = dataNode.csv("c", {
      defaultPath: "option.csv",
      properties: { default_path: "free.csv", has_header: false, name: "C" },
    });
    expect(node.properties).toEqual({
      default_path: "option.csv",
      has_header: false,
      encoding: "utf-8",
      exposed_type: "pandas",
      name: "C",
    });
  });

  it("keeps default data out of the properties, also 0, false and an empty text", () => {
    for (const defaultData of [0, false, "", null]) {
      const node = dataNode.json("j", { defaultData });
      expect(node.defaultData).toBe(defaultData);
      expect(node.properties).toEqual({ encoding: "utf-8" });
    }
  });

  it("has a method for every storage type", () => {
    expect(Object.keys(dataNode)).toEqual(STORAGE_TYPES.map(camelCase));
    const declarations: readonly unknown[] = Object.values(dataNode);
    const declare = (declaration: unknown) => (declaration as typeof dataNode.pickle)("a").storageType;
    expect(declarations.map(declare)).toEqual(STORAGE_TYPES);
  });

  it("has the history limit as a property, if it is given", () => {
    expect(dataNode.json("h", { historyLimit: 3 }).properties).toMatchObject({ history_limit: 3 });
    expect(dataNode.json("h").properties).not.toHaveProperty("history_limit");
    // @ts-expect-error A table of a database keeps no history here.
    dataNode.sqlTable("t", { dbEngine: "sqlite", binding: "DB", tableName: "t", historyLimit: 3 });
  });

  it("stores its validity period in microseconds", () => {
    expect(dataNode("v", { validityPeriod: "1d2h" }).validityPeriod).toBe(93_600_000_000);
  });
});

describe("configs", () => {
  it("are deeply frozen, and the given objects are not changed", () => {
    const properties = { nested: { list: [1, { deep: true }] } };
    const node = dataNode("n", { properties, defaultData: [{ a: 1 }] });
    const work = task("t", { function: () => [{ a: 1 }], outputs: [node], retries: { limit: 1 } });
    const all = scenario("s", { tasks: [work], sequences: { q: [work] }, comparators: { n: () => 0 }, properties });
    for (const object of [
      node,
      node.properties,
      node.properties.nested,
      node.defaultData?.[0],
      work,
      work.outputs,
      work.retries,
      all,
      all.tasks,
      all.sequences,
      all.sequences.q,
      all.comparators.n,
      all.properties.nested,
    ]) {
      expect(Object.isFrozen(object)).toBe(true);
    }
    expect(Object.isFrozen(properties.nested)).toBe(false);
    properties.nested.list.length = 0;
    expect(node.properties).toEqual({ nested: { list: [1, { deep: true }] } });
  });

  it("keep dates, maps, typed arrays, instances and cyclic objects in default data", () => {
    class Point {
      x = 1;
    }
    const ring: { self?: unknown; at: Date } = { at: new Date(0) };
    ring.self = ring;
    const values = [new Map([[1, 2]]), new Uint8Array([1]), new Point(), ring] as const;
    const copy = dataNode("d", { defaultData: values }).defaultData as unknown as typeof values;
    expect(copy).toEqual(values);
    expect(copy[2]).toBe(values[2]);
    expect(copy[3].self).toBe(copy[3]);
  });

  it("keep a property named __proto__ as a property", () => {
    const properties = JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
    const node = dataNode("p", { properties });
    expect(Object.keys(node.properties)).toEqual(["__proto__"]);
    expect("polluted" in node.properties).toBe(false);
  });
});

describe("task", () => {
  it("fills in its defaults", () => {
    const work = () => 1;
    expect(task("t", { function: work })).toEqual({
      kind: "TASK",
      id: "t",
      function: work,
      inputs: [],
      outputs: [],
      skippable: false,
      retries: null,
      timeoutMs: null,
      concurrency: null,
      properties: {},
    });
    expect(task("t", { function: work, retries: { limit: 2 } }).retries).toEqual({
      limit: 2,
      delayMs: 1_000,
      backoff: "constant",
    });
  });

  it("stores delays and timeouts in milliseconds", () => {
    const config = task("t", {
      function: () => 1,
      retries: { limit: 3, delay: "10s", backoff: "exponential" },
      timeout: "5m",
    });
    expect(config.retries).toEqual({ limit: 3, delayMs: 10_000, backoff: "exponential" });
    expect(config.timeoutMs).toBe(300_000);
  });
});

describe("defineApp", () => {
  const input = dataNode("source", { scope: Scope.GLOBAL, defaultData: 1 });
  const output = dataNode("result");
  const extra = dataNode("extra");
  const work = task("work", { function: (value: number) => value, inputs: [input], outputs: [output] });
  const all = scenario("all", { tasks: [work], additionalDataNodes: [extra], frequency: Frequency.DAILY });

  it("collects every config that the options use, and the implicit defaults", () => {
    const lone = task("lone", { function: () => 1, outputs: [dataNode("lone_output")] });
    const app = defineApp({ scenarios: [all], tasks: [lone], dataNodes: [dataNode("spare")] });
    expect([...app.scenarios.keys()]).toEqual(["default", "all"]);
    expect([...app.tasks.keys()]).toEqual(["default", "lone", "work"]);
    expect(new Set(app.dataNodes.keys())).toEqual(
      new Set(["default", "spare", "lone_output", "source", "result", "extra"]),
    );
    expect(app.dataNodes.get("default")).toEqual(dataNode("default"));
    expect(app.tasks.get("default")).toMatchObject({ function: null, inputs: [], outputs: [] });
    expect(app.scenarios.get("default")).toEqual(scenario("default"));
  });

  it("uses the application's own default data node instead of the implicit one", () => {
    const own = dataNode.json("default");
    expect(defineApp({ dataNodes: [own] }).dataNodes.get("default")).toEqual(own);
  });

  it("fills in its defaults", () => {
    const app = defineApp({});
    expect(app.job).toEqual({
      mode: "development",
      leaseMs: 30_000,
      workerRetryLimit: 5,
      concurrency: null,
      objectsPerRegion: 4,
      properties: {},
    });
    expect(app.core).toEqual({ mode: "development", versionNumber: "latest", force: false, properties: {} });
    expect(app.global).toEqual({});
    expect(app.files.size).toBe(0);
    expect(app.warnings).toEqual([]);
  });

  it("reads the job options", () => {
    const { job } = defineApp({
      job: { mode: "standalone", lease: "2m", concurrency: 8, workerRetries: { limit: 0 }, objectsPerRegion: 16 },
    });
    expect(job).toEqual({
      mode: "standalone",
      leaseMs: 120_000,
      workerRetryLimit: 0,
      concurrency: 8,
      objectsPerRegion: 16,
      properties: {},
    });
  });

  it("uses `latest` for an empty version number", () => {
    expect(defineApp({ core: { versionNumber: "" } }).core.versionNumber).toBe("latest");
    expect(defineApp({ core: { versionNumber: "1.0" } }).core.versionNumber).toBe("1.0");
  });

  it("allows two applications different configs with the same id", () => {
    const first = defineApp({ dataNodes: [dataNode("same")] });
    const second = defineApp({ dataNodes: [dataNode.json("same")] });
    expect(first.dataNodes.get("same")?.storageType).toBe("pickle");
    expect(second.dataNodes.get("same")?.storageType).toBe("json");
  });
});
