import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { App, DataNodeConfig, TaskConfig } from "../../../src/core/config/app-types.ts";
import { dataNodeConfig } from "../../../src/core/config/dsl/data-node-config.ts";
import { type AppOptions, defineApp, scenario, task } from "../../../src/core/config/dsl/index.ts";
import { hiddenName, shownValue } from "../../../src/core/config/secrets/shown-values.ts";
import { configurationToml } from "../../../src/core/config/toml/export.ts";

const first = () => 1;
const second = () => 2;
const functions = { "shop.tasks": { first, second } };

const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "17:int",
    "x:str",
    "ends:",
    "a:b:SECTION",
    'quote"',
    "line\nbreak:int",
    "f.g:function",
    "é:float",
    "\t",
    "postgres://me:hunter2@host/db",
    "-----BEGIN PRIVATE KEY-----\nMIIE",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozj",
    "Server=h;Password=two words;Encrypt=true",
    '{"api_key": "hunter2"}',
  ),
);
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") }),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }),
  fc.dictionary(fc.string({ minLength: 1 }), scalar, { maxKeys: 3, noNullPrototype: true }),
);
const identifier = fc.stringMatching(/^[a-z]{4,6}$/).map((name) => `x_${name}`);
const name = fc.oneof(
  { arbitrary: identifier, weight: 9 },
  fc.constantFrom("password", "x_api_key", "home_url", "read_fct_args"),
);
const properties = fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true });
const duration = fc.integer({ min: 1, max: 1_000_000 }).map((seconds) => `${seconds}s` as const);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const node = (id: string) =>
  fc
    .record({
      type: fc.constantFrom("pickle", "csv", "json", "in_memory", "parquet", "excel"),
      scope: optional(fc.constantFrom("SCENARIO", "CYCLE", "GLOBAL")),
      validityPeriod: optional(duration),
      defaultData: optional(value),
      properties,
    })
    .map(({ type, ...options }) =>
      dataNodeConfig(id, type as "pickle", options as Parameters<typeof dataNodeConfig>[2]),
    );

const versionNumber = fc.constantFrom("1.0", "17", "v:int");

const application = fc
  .record({
    nodes: fc.tuple(...Array.from({ length: 4 }, (_, index) => node(`n${index}`))),
    wiring: fc.array(
      fc.record({
        inputs: fc.subarray([0, 1, 2, 3]),
        outputs: fc.subarray([0, 1, 2, 3]),
        fn: fc.constantFrom(first, second),
        skippable: fc.boolean(),
        retries: optional(
          fc.record({ limit: fc.nat(9), delay: duration, backoff: fc.constantFrom("linear", "constant") }),
        ),
        timeout: optional(fc.integer({ min: 1, max: 840 }).map((seconds) => `${seconds}s` as const)),
        concurrency: optional(fc.integer({ min: 1, max: 9 })),
        properties,
      }),
      { maxLength: 3 },
    ),
    frequency: optional(fc.constantFrom("DAILY", "MONTHLY")),
    properties,
    global: properties,
    job: fc.record({
      lease: optional(duration),
      workerRetries: optional(fc.record({ limit: fc.nat(9) })),
      concurrency: optional(fc.integer({ min: 1, max: 9 })),
      objectsPerRegion: optional(fc.integer({ min: 1, max: 256 })),
    }),
    core: fc.oneof(
      fc.record({ mode: fc.constant("development"), versionNumber: optional(versionNumber), force: fc.boolean() }),
      fc.record({ mode: fc.constant("experiment"), versionNumber, force: fc.boolean() }),
    ),
  })
  .map(({ nodes, wiring, frequency, properties: free, ...unique }) => {
    const pick = (indexes: readonly number[]) => indexes.flatMap((index) => nodes[index] ?? []);
    const tasks: TaskConfig[] = wiring.map(({ inputs, outputs, fn, ...options }, index) =>
      task(`t${index}`, {
        function: fn as () => never,
        inputs: pick(inputs),
        // Behind all inputs, so that no tasks form a circle.
        outputs: pick(outputs.filter((output) => inputs.every((input) => input < output))),
        ...(options as object),
      }),
    );
    const whole = scenario("s", {
      tasks,
      additionalDataNodes: nodes.slice(0, 1),
      ...(frequency !== undefined && { frequency: frequency as "DAILY" }),
      sequences: { "my sequence": tasks.slice(0, 1) },
      comparators: { n0: [first, second] } as object,
      properties: free,
    });
    return { scenarios: [whole], dataNodes: nodes as readonly DataNodeConfig[], functions, ...unique } as AppOptions;
  });

/** All members of an application that the configuration determines. */
const configurationOf = ({ dataNodes, tasks, scenarios, job, core, global }: App) => ({
  dataNodes: Object.fromEntries(dataNodes),
  tasks: Object.fromEntries(tasks),
  scenarios: Object.fromEntries(scenarios),
  job,
  core,
  global,
});

const hasHidden = ({ dataNodes, tasks, scenarios, global }: App) =>
  [...dataNodes.values(), ...tasks.values(), ...scenarios.values(), { properties: global }].some(({ properties }) =>
    Object.entries(properties).some(([key, given]) => hiddenName({ [key]: shownValue(given, key) }) !== null),
  );

describe("an exported configuration", () => {
  it("is the same after it is loaded again over its code, and without the code unless a secret is hidden in it", () => {
    fc.assert(
      fc.property(application, (options) => {
        const app = defineApp(options);
        const toml = configurationToml(app);
        expect(configurationOf(defineApp({ ...options, toml }))).toEqual(configurationOf(app));
        if (hasHidden(app)) {
          expect(() => defineApp({ toml, functions })).toThrow("an export shows in the place of a secret");
          return;
        }
        const loaded = defineApp({ toml, functions });
        expect(configurationOf(loaded)).toEqual(configurationOf(app));
        expect(configurationToml(loaded)).toBe(toml);
      }),
      { numRuns: 200 },
    );
  });

  it("can be loaded with code whose functions are in no module", () => {
    const options = {
      tasks: [task("t", { function: () => 1 }), task("u", { function: () => 2 }), task("v", { function: first })],
    };
    const app = defineApp(options);
    const loaded = defineApp({ ...options, toml: configurationToml(app) });
    expect(configurationOf(loaded)).toEqual(configurationOf(app));
  });
});
