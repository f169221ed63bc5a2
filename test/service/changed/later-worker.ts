import { dataNode, defineApp, scenario, task } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

// The application of earlier-worker.ts after `second` was renamed, and `gone` removed.
const x = dataNode("x", { defaultData: 1 });
const y = dataNode("y");
const z = dataNode("result");
const increment = (value: unknown) => (value as number) + 1;
const first = task("first", { function: increment, inputs: [x], outputs: [y], retries: { limit: 1 } });
const second = task("renamed", { function: increment, inputs: [y], outputs: [z] });

export const { worker, Orchestrator } = createTaipy(
  defineApp({ scenarios: [scenario("report", { tasks: [first, second], sequences: { half: [first] } })] }),
);
export default worker;
