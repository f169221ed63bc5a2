import { type App, dataNode, defineApp, scenario, task } from "../../../src/taipy-edge.ts";
import { crashJobs, crashScenarios, nap, seed } from "./app.ts";
import { GATE_WIDTH } from "./arithmetic.ts";

/** What release 0.1.0 does not have: a task of which only so many jobs run at a time, whatever their scenarios. */
const gate = task("gate", {
  function: nap,
  inputs: [seed],
  outputs: [dataNode.pickle<number>("passed")],
  concurrency: GATE_WIDTH,
});

export const crashApp: App = defineApp({
  scenarios: [...crashScenarios, scenario("gated", { tasks: [gate] })],
  job: crashJobs,
});
