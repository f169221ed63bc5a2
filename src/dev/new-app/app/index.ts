import { dataNode, defineApp, Frequency, Scope, scenario, task } from "taipy-edge";
import toml from "./config.toml";
import { multiply } from "./functions.ts";

// Data nodes: what scenarios work with. `defaultData` is there from the start; see also dataNode.csv, .json, .sqlTable, …
const price = dataNode.pickle("price", { defaultData: 1 });
// One for all scenarios. The default is Scope.SCENARIO: each has its own.
const quantity = dataNode.pickle("quantity", { defaultData: 3, scope: Scope.GLOBAL });
const total = dataNode.json<number>("total");

// Tasks: functions from data nodes to data nodes. The compiler checks that they fit.
const multiplyTask = task("multiply", { function: multiply, inputs: [price, quantity], outputs: [total] });

export default defineApp({
  // Scenarios: what is created and submitted over HTTP. With a frequency, each month's scenarios form a cycle.
  scenarios: [scenario("order", { tasks: [multiplyTask], frequency: Frequency.MONTHLY })],
  toml,
  // "standalone" gives jobs to the Queue; with "development" a submit answers when they have ended.
  job: { mode: "standalone" },
  // Give a version number, and mode "experiment", when entities of different configurations must not mix.
  core: { mode: "development" },
});
