/**
 * What the compiler must accept and refuse. `tsc -p test` checks this file: a missing expected error is an error
 * itself.
 */
import { expectTypeOf } from "vitest";
import {
  type DataNodeConfig,
  dataNode,
  defineApp,
  Frequency,
  type ScenarioConfig,
  Scope,
  scenario,
  type TaskContext,
  task,
  valueType,
} from "../../../src/taipy-edge.ts";

interface Row {
  day: string;
  sales: number;
}
interface Model {
  factor: number;
}

const history = dataNode.csv<Row>("history", { defaultPath: "history.csv", hasHeader: true });
const horizon = dataNode.pickle("horizon", { defaultData: 14, scope: Scope.GLOBAL });
const model = dataNode.json("model", { type: valueType<Model>(), scope: Scope.CYCLE, validityPeriod: "1d2h" });
const forecast = dataNode.pickle("forecast", { type: valueType<number[]>() });
const anonymous = dataNode.pickle<string>("anonymous");
const untyped = dataNode("untyped");
const memory = dataNode.inMemory("memory", { defaultData: { a: 1 } });

// The type of a data node contains the type of its value, and its id unless the value's type is an explicit type argument.
expectTypeOf(history).toEqualTypeOf<DataNodeConfig<Row[], string>>();
expectTypeOf(horizon).toEqualTypeOf<DataNodeConfig<number, "horizon">>();
expectTypeOf(model).toEqualTypeOf<DataNodeConfig<Model, "model">>();
expectTypeOf(forecast).toEqualTypeOf<DataNodeConfig<number[], "forecast">>();
expectTypeOf(anonymous).toEqualTypeOf<DataNodeConfig<string, string>>();
expectTypeOf(untyped).toEqualTypeOf<DataNodeConfig<unknown, "untyped">>();
expectTypeOf(memory).toEqualTypeOf<DataNodeConfig<{ a: number }, "memory">>();
expectTypeOf(dataNode.csv("rows", { type: valueType<Row[]>() })).toEqualTypeOf<DataNodeConfig<Row[], "rows">>();
expectTypeOf(dataNode.csv("rows", { defaultData: [{ a: 1 }] })).toEqualTypeOf<
  DataNodeConfig<{ a: number }[], "rows">
>();

// @ts-expect-error the default data is not of the value's type
dataNode.pickle<number>("wrong", { defaultData: "14" });
// @ts-expect-error the default data is not of the value's type
dataNode.pickle("wrong", { type: valueType<number>(), defaultData: "14" });
// @ts-expect-error pickle has no header
dataNode.pickle("wrong", { hasHeader: true });
// @ts-expect-error in_memory has no path
dataNode.inMemory("wrong", { defaultPath: "a.p" });
// @ts-expect-error hasHeader is a boolean
dataNode.csv("wrong", { hasHeader: "yes" });
// @ts-expect-error a table is a list of rows
dataNode.csv("wrong", { defaultData: { a: 1 } });
// @ts-expect-error no such scope
dataNode.json("wrong", { scope: "EVERYWHERE" });
// @ts-expect-error no such unit
dataNode.json("wrong", { validityPeriod: "1w" });
// @ts-expect-error hours come after days
dataNode.json("wrong", { validityPeriod: "1h1d" });

// A function gets the inputs' values in their order, then the context, and returns the outputs' values.
const average = (rows: Row[]): Model => ({ factor: rows.length });
const predict = async (trained: Model, days: number, context: TaskContext): Promise<number[]> =>
  Array.from({ length: days }, () => trained.factor * context.attempt);
const train = task("train", { function: average, inputs: [history], outputs: [model], skippable: true });
const predicting = task("predict", {
  function: predict,
  inputs: [model, horizon],
  outputs: [forecast],
  retries: { limit: 3, delay: "10s", backoff: "exponential" },
  timeout: "5m",
});
expectTypeOf(train.id).toEqualTypeOf<"train">();
expectTypeOf(predicting.id).toEqualTypeOf<"predict">();

task("inferred", {
  function: (rows, days, context) => {
    expectTypeOf(rows).toEqualTypeOf<Row[]>();
    expectTypeOf(days).toEqualTypeOf<number>();
    expectTypeOf(context).toEqualTypeOf<TaskContext>();
    return { factor: days };
  },
  inputs: [history, horizon],
  outputs: [model],
});
task("fewer_parameters", { function: (rows: Row[]) => rows.length, inputs: [history, model], outputs: [horizon] });
task("no_inputs", { function: (context) => [context.attempt], outputs: [forecast] });
task("no_outputs", { function: (days: number) => console.log(days), inputs: [horizon] });
task("anything_out", { function: () => new Date(), outputs: [untyped] });
task("generic", { function: <T>(value: T): T => value, inputs: [horizon], outputs: [horizon] });
task("several", { function: (days: number) => [days, [days]], inputs: [horizon], outputs: [horizon, forecast] });
task("several_later", {
  function: async () => [1, [2]] as const,
  outputs: [horizon, dataNode.json<readonly number[]>("l")],
});
task("nothing", { function: () => undefined });

// The outputs' types say how a function with untyped parameters is read: literals and lists keep their types.
const choice = dataNode.json("choice", { type: valueType<"low" | "high">() });
const shape = dataNode.json("shape", { type: valueType<{ kind: "a" | "b"; pair: [number, string] }>() });
task("literal", { function: async (days) => (days > 7 ? "high" : "low"), inputs: [horizon], outputs: [choice] });
task("nested", { function: (days) => ({ kind: "a", pair: [days, "x"] }), inputs: [horizon], outputs: [shape] });
task("both", {
  function: async (days) => ["low", { kind: "b", pair: [days, ""] }],
  inputs: [horizon],
  outputs: [choice, shape],
});

// @ts-expect-error the first argument is the model, not the rows
task("wrong", { function: average, inputs: [model], outputs: [model] });
// @ts-expect-error the arguments are in the other order
task("wrong", { function: predict, inputs: [horizon, model], outputs: [forecast] });
// @ts-expect-error one input is missing: the context is no number
task("wrong", { function: predict, inputs: [model], outputs: [forecast] });
// @ts-expect-error the function wants an argument that no input gives
task("wrong", { function: average, outputs: [model] });
// @ts-expect-error the function wants more than inputs and context
task("wrong", { function: (_m: Model, _c: TaskContext, _more: number) => 1, inputs: [model], outputs: [horizon] });
// @ts-expect-error the value of the input is unknown
task("wrong", { function: (days: number) => days, inputs: [untyped], outputs: [horizon] });
// @ts-expect-error the result is a model, not a number
task("wrong", { function: average, inputs: [history], outputs: [horizon] });
// @ts-expect-error the promise is of numbers, not of a model
task("wrong", { function: predict, inputs: [model, horizon], outputs: [model] });
// @ts-expect-error two outputs need two results
task("wrong", { function: (days: number) => [days], inputs: [horizon], outputs: [horizon, forecast] });
// @ts-expect-error the results are in the other order
task("wrong", { function: (days: number) => [[days], days], inputs: [horizon], outputs: [horizon, forecast] });
// @ts-expect-error a function that returns nothing has no value for the output
task("wrong", { function: () => {}, outputs: [horizon] });
// @ts-expect-error a task is not a data node
task("wrong", { function: () => 1, inputs: [train] });
// @ts-expect-error no such backoff
task("wrong", { function: () => 1, retries: { limit: 1, backoff: "random" } });
// @ts-expect-error a duration has a unit
task("wrong", { function: () => 1, timeout: "5" });

// Declared where they are used, configs are checked in the same way.
scenario("inline", {
  tasks: [
    task("no_inputs", { function: (context) => context.attempt, outputs: [horizon] }),
    task("no_outputs", { function: (days: number) => days, inputs: [dataNode("d", { defaultData: 1 })] }),
    task("nothing", { function: () => 1 }),
  ],
  comparators: { d: (first, second) => first - second },
});
defineApp({ tasks: [task("nothing", { function: () => 1 })], dataNodes: [dataNode("n"), dataNode.json<Model>("m")] });
// @ts-expect-error the result is a text, not a number
defineApp({ tasks: [task("wrong", { function: () => "1", outputs: [horizon] })] });
// @ts-expect-error no input gives the argument
defineApp({ tasks: [task("wrong", { function: (days: number) => days })] });

// Sequences are made of the scenario's tasks.
const outside = task("outside", { function: () => 1 });
const monthly = scenario("monthly", {
  tasks: [train, predicting],
  additionalDataNodes: [memory],
  frequency: Frequency.MONTHLY,
  sequences: { training: [train], "all of it": [train, predicting] },
});
expectTypeOf(monthly).toEqualTypeOf<
  ScenarioConfig<"monthly", typeof history | typeof model | typeof horizon | typeof forecast | typeof memory>
>();
scenario("data_only", { additionalDataNodes: [horizon] });
scenario("empty");

// @ts-expect-error the scenario does not have this task
scenario("wrong", { tasks: [train], sequences: { training: [train, outside] } });
// @ts-expect-error the scenario does not have any task
scenario("wrong", { sequences: { training: [train] } });
// @ts-expect-error a sequence is made of tasks
scenario("wrong", { tasks: [train], sequences: { training: [model] } });
// @ts-expect-error no such frequency
scenario("wrong", { tasks: [train], frequency: "HOURLY" });

// Comparators are for the scenario's data nodes and take their values.
const difference = (a: number[], b: number[]) => a.length - b.length;
const chain = [predicting] as const;
scenario("compared", {
  tasks: chain,
  comparators: { forecast: [difference], horizon: (...days) => Math.max(...days) },
});
scenario("compared", { additionalDataNodes: [horizon], comparators: { horizon: (a: number) => a } });
scenario("compared", {
  tasks: [predicting],
  comparators: {
    model: (first, second) => {
      expectTypeOf(first).toEqualTypeOf<Model>();
      return first.factor - second.factor;
    },
  },
});

// @ts-expect-error no data node of the scenario is called forcast
scenario("wrong", { tasks: chain, comparators: { forcast: [difference] } });
// @ts-expect-error the data node is one of another scenario
scenario("wrong", { tasks: [predicting], comparators: { memory: (a: unknown) => a } });
// @ts-expect-error a horizon is a number, not a list
scenario("wrong", { tasks: [predicting], comparators: { horizon: [difference] } });
// @ts-expect-error a comparator is a function
scenario("wrong", { tasks: [predicting], comparators: { horizon: 3 } });

// A node whose id is only `string` may have any name that no other node has; its comparator must still fit its value.
const rows = task("rows", { function: (table: Row[]) => table.length, inputs: [history], outputs: [horizon] });
scenario("unnamed", { tasks: [rows], comparators: { history: (a: Row[], b: Row[]) => a.length - b.length } });
scenario("unnamed", { tasks: [rows], comparators: { history: [(a: Row[]) => a.length], horizon: [(a: number) => a] } });
// @ts-expect-error the values of `horizon`, whose id is known, are numbers
scenario("wrong", { tasks: [rows], comparators: { horizon: [(a: Row[]) => a.length] } });
// @ts-expect-error no data node whose id is unknown has numbers as values
scenario("wrong", { tasks: [rows], comparators: { history: [(a: number) => a] } });

defineApp({
  scenarios: [monthly],
  tasks: [outside],
  dataNodes: [anonymous],
  files: { "history.csv": "day,sales\n" },
  job: { mode: "standalone", lease: "1m", workerRetries: { limit: 2 } },
  core: { mode: "experiment", versionNumber: "1.0" },
  global: { testing: false, env: "production", secretKey: undefined },
});
// @ts-expect-error no such job mode
defineApp({ job: { mode: "cluster" } });
// @ts-expect-error a task is not a scenario
defineApp({ scenarios: [train] });
