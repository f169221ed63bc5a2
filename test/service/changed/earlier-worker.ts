import { dataNode, defineApp, scenario, task } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

const x = dataNode("x", { defaultData: 1 });
const y = dataNode("y");
const z = dataNode("z");
const increment = (value: unknown) => (value as number) + 1;
const first = task("first", { function: increment, inputs: [x], outputs: [y] });
const second = task("second", { function: increment, inputs: [y], outputs: [z] });

export const { worker, Orchestrator } = createTaipy(
  defineApp({
    scenarios: [
      scenario("report", { tasks: [first, second], sequences: { whole: [first, second], half: [first] } }),
      scenario("gone", { tasks: [first] }),
    ],
  }),
);
export default worker;
