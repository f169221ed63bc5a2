import { dataNode, defineApp, scenario, task, valueType } from "taipy-edge";
import { createTaipy } from "taipy-edge/worker";

const price = dataNode.pickle("price", { defaultData: 10 });
const total = dataNode.json("total", { type: valueType<number>() });
const double = task("double", { function: (value: number) => 2 * value, inputs: [price], outputs: [total] });

export const { worker, Orchestrator } = createTaipy(defineApp({ scenarios: [scenario("order", { tasks: [double] })] }));
export default worker;
