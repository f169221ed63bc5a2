import * as z from "zod";
import { dataNode, defineApp, scenario, task } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

const sales = dataNode.csv("sales", { schema: z.object({ day: z.string(), amount: z.number() }) });
const total = dataNode.json("total", { schema: z.object({ sum: z.number() }) });
const best = dataNode.csv("best", { schema: z.object({ day: z.string(), amount: z.number().min(10) }) });
const free = dataNode.json("free");
/** What others have put into a system of their own. */
const rates = dataNode.generic("rates", { schema: z.array(z.number()), readFct: () => ["one"] as never });

const add = task("add", {
  function: (rows) => ({ sum: rows.reduce((sum, { amount }) => sum + amount, 0) }),
  inputs: [sales],
  outputs: [total],
});
const choose = task("choose", { function: (rows) => rows.slice(0, 2), inputs: [sales], outputs: [best] });
const convert = task("convert", { function: (given) => given.length, inputs: [rates], outputs: [free] });

const app = defineApp({
  scenarios: [
    scenario("month", { tasks: [add, choose], additionalDataNodes: [free] }),
    scenario("outside", { tasks: [convert] }),
  ],
  job: { mode: "standalone" },
});

const { worker, Orchestrator } = createTaipy(app);

export { Orchestrator };
export default worker;
