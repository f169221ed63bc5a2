import { dataNode, defineApp, Frequency, Scope, scenario, task } from "taipy-edge";
import toml from "./config.toml";
import { multiply } from "./functions.ts";

// Data nodes: the values of a scenario. `defaultData` is the first value; see also dataNode.csv, .json, .sqlTable, …
const price = dataNode.pickle("price", { defaultData: 1 });
// All scenarios share this data node. By default (Scope.SCENARIO) each has its own.
const quantity = dataNode.pickle("quantity", { defaultData: 3, scope: Scope.GLOBAL });
const total = dataNode.json<number>("total");

// Tasks: functions from input data nodes to output data nodes. The compiler checks the types.
const multiplyTask = task("multiply", { function: multiply, inputs: [price, quantity], outputs: [total] });

export default defineApp({
  // Scenarios are created and submitted over HTTP. With this frequency, the scenarios of a month form a cycle.
  scenarios: [scenario("order", { tasks: [multiplyTask], frequency: Frequency.MONTHLY })],
  toml,
  // "standalone": the Queue runs jobs. "development": the submit request runs them and answers when they have ended.
  job: { mode: "standalone" },
  // Use the mode "experiment" and a version number if entities of different configurations must not mix.
  core: { mode: "development" },
});
