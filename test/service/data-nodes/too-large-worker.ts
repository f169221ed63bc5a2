import { dataNode, defineApp, scenario, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

const any = dataNode.pickle("any", { type: valueType<unknown>() });
const measured = dataNode.pickle("measured", { type: valueType<number>() });
const levels = dataNode.pickle("levels", { type: valueType<number>(), defaultData: 30 });
const grown = dataNode.json("grown", { type: valueType<unknown>() });
const doubled = dataNode.pickle("doubled", { type: valueType<unknown>() });
const repeated = dataNode.json("repeated", { type: valueType<unknown>() });

const measure = (value: unknown): number => String(value).length;

/** A value of so many lists, each of which holds the next one twice. */
function grow(depth: number): unknown {
  let value: unknown = [0];
  for (let level = 0; level < depth; level += 1) value = [value, value];
  return value;
}

const repeat = (depth: number): unknown => Array(2 ** (depth / 2)).fill("x".repeat(10_000));

const app = defineApp({
  scenarios: [
    scenario("reading", { tasks: [task("measure", { function: measure, inputs: [any], outputs: [measured] })] }),
    scenario("growing", {
      tasks: [
        task("grow", { function: grow, inputs: [levels], outputs: [grown] }),
        task("double", { function: grow, inputs: [levels], outputs: [doubled] }),
        task("repeat", { function: repeat, inputs: [levels], outputs: [repeated] }),
      ],
    }),
    scenario("starting", {
      tasks: [],
      additionalDataNodes: [dataNode.pickle("start", { defaultData: "x".repeat(20_000_000) })],
    }),
  ],
  job: { mode: "development" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
