import { type App, dataNode, defineApp, Frequency, Scope, scenario, task } from "../../../src/taipy-edge.ts";
import type { JobMode } from "../recording.ts";
import {
  add_one,
  boom,
  double,
  evaluate,
  generate,
  type HistoryRow,
  identity,
  multiply,
  one_value,
  type Params,
  predict,
  type Report,
  sink,
  slow,
  split,
  train,
} from "./functions.ts";

const HISTORY = "date,value\n2024-01-01,1.5\n2024-01-02,2.5\n2024-01-03,3.5\n";
const PARAMS = '{"threshold": 50, "label": "q"}';
const SETTINGS = '{"locale": "en", "retries": 3}';

const TABLE = [
  { name: "ann", age: 31, city: "Paris" },
  { name: "bob", age: 25, city: "Lyon" },
  { name: "cyd", age: 40, city: "Paris" },
];

const number = (id: string) => dataNode.pickle<number>(id);

const price = dataNode.pickle("price", { defaultData: 10 as number });
const quantity = dataNode.pickle("quantity", { defaultData: 3 as number });
const total = number("total");
const history = dataNode.csv<HistoryRow>("history", {
  scope: Scope.GLOBAL,
  hasHeader: true,
  properties: { path: "history.csv" },
});
const params = dataNode.json<Params>("params", { defaultPath: "params.json" });
const settings = dataNode.json("settings", { scope: Scope.GLOBAL, defaultPath: "settings.json" });
const model = dataNode.pickle<number>("model", { scope: Scope.CYCLE });
const forecast = number("forecast");
const report = dataNode.json<Report>("report");
const notes = dataNode.pickle("notes");
const table = dataNode.pickle("table", { defaultData: TABLE });
const numbers = dataNode.pickle("numbers", { defaultData: [5, 1, 4, 2, 3] });
const unicode = dataNode.pickle("unicode_dn", { defaultData: "héllo wörld ☃ 日本" });
const cachedSource = dataNode.pickle("cached_src", { defaultData: 5 as number });
const cachedOut = dataNode.pickle<number>("cached_out", { validityPeriod: "1h" });
const csvOut = dataNode.csv("csv_out", { properties: { path: "csv_out.csv" } });
const labelled = dataNode.pickle("labelled", {
  defaultData: { a: 1 },
  properties: { description: "a labelled node", owner: "qa", name: "My label" },
});
const chain = Array.from({ length: 11 }, (_, index) =>
  index === 0 ? dataNode.pickle("c0", { defaultData: 0 as number }) : number(`c${index}`),
);
const many = Array.from({ length: 10 }, (_, index) => dataNode.pickle(`m${index}`, { defaultData: index }));

const computeTotal = task("compute_total", { function: multiply, inputs: [price, quantity], outputs: [total] });
const trainTask = task("train", { function: train, inputs: [history], outputs: [model] });
const predictTask = task("predict", { function: predict, inputs: [model, total], outputs: [forecast] });
const evaluateTask = task("evaluate", { function: evaluate, inputs: [forecast, params], outputs: [report] });
const generateTask = task("generate", { function: generate, outputs: [number("seed_out")] });
const sinkTask = task("sink", { function: sink, inputs: [price] });
const splitTask = task("split", { function: split, inputs: [price], outputs: [number("left"), number("right")] });
const wrongOutputs = task("wrong_outputs", {
  // The compiler refuses a function with one result for two outputs. The recorded application has no compiler.
  function: one_value as unknown as (value: number) => [number, number],
  inputs: [price],
  outputs: [number("w_left"), number("w_right")],
});
const cached = task("cached", { function: double, inputs: [cachedSource], outputs: [cachedOut], skippable: true });
const badOut = number("bad_out");
const afterBadOut = number("after_bad_out");
const boomTask = task("boom", { function: boom, inputs: [price], outputs: [badOut] });
const afterBad = task("after_bad", { function: identity, inputs: [badOut], outputs: [afterBadOut] });
const lastBad = task("last_bad", { function: identity, inputs: [afterBadOut], outputs: [number("last_bad_out")] });
const slowOut = number("slow_out");
const slowTask = task("slow", { function: slow, inputs: [price], outputs: [slowOut] });
const afterSlow = task("after_slow", { function: identity, inputs: [slowOut], outputs: [number("after_slow_out")] });
const neededOut = number("needed_out");
const needInput = task("need_input", { function: identity, inputs: [number("missing_in")], outputs: [neededOut] });
const needMore = task("need_more", { function: identity, inputs: [neededOut], outputs: [number("needed_out2")] });
const steps = chain
  .slice(1)
  .map((output, index) =>
    task(`step${index}`, { function: add_one, inputs: [chain[index] ?? output], outputs: [output] }),
  );

/** The application that the recordings were made with; in_memory nodes are pickle in `standalone`, as there. */
export function recordedApp(mode: JobMode): App {
  const inMemory = mode === "standalone" ? dataNode.pickle : dataNode.inMemory;
  const memoryIn = inMemory("mem_in", { defaultData: 7 as number });
  const memoryDouble = task("mem_double", {
    function: double,
    inputs: [memoryIn],
    outputs: [inMemory<number>("mem_out")],
  });
  const periodic = (id: string, frequency: Frequency) => scenario(id, { tasks: [computeTotal], frequency });

  return defineApp({
    scenarios: [
      scenario("basic", { tasks: [computeTotal] }),
      periodic("daily", Frequency.DAILY),
      periodic("weekly", Frequency.WEEKLY),
      periodic("quarterly", Frequency.QUARTERLY),
      periodic("yearly", Frequency.YEARLY),
      scenario("pipeline", {
        tasks: [trainTask, computeTotal, predictTask, evaluateTask],
        additionalDataNodes: [notes, settings],
        frequency: Frequency.MONTHLY,
        sequences: { prep: [trainTask, predictTask], serve: [predictTask, evaluateTask] },
        properties: { display_name: "Monthly pipeline", flavour: "vanilla" },
      }),
      scenario("bad_sequence", {
        tasks: [trainTask, computeTotal],
        sequences: { broken: [trainTask, computeTotal] },
      }),
      scenario("failing", { tasks: [boomTask, afterBad, lastBad] }),
      scenario("slow_chain", { tasks: [slowTask, afterSlow] }),
      scenario("blocked", { tasks: [needInput, needMore] }),
      scenario("skippable", { tasks: [cached] }),
      scenario("multi", { tasks: [generateTask, sinkTask, splitTask] }),
      scenario("wrong", { tasks: [wrongOutputs] }),
      scenario("data_only", {
        additionalDataNodes: [table, numbers, unicode, notes, labelled, csvOut, settings],
      }),
      scenario("memory", { tasks: [memoryDouble] }),
      scenario("chain1", { tasks: steps.slice(0, 1) }),
      scenario("chain10", { tasks: steps }),
      scenario("many", { additionalDataNodes: many }),
    ],
    files: { "history.csv": HISTORY, "params.json": PARAMS, "settings.json": SETTINGS },
    job: { mode },
  });
}
