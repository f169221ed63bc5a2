import { type App, type AppOptions, dataNode, defineApp, scenario, task } from "../../../src/taipy-edge.ts";

const LONGEST_CHAIN = 10;

const addOne = (value: number): number => value + 1;
const add = (left: number, right: number): number => left + right;

const links = Array.from({ length: LONGEST_CHAIN + 1 }, (_, index) =>
  index === 0 ? dataNode.pickle("link0", { defaultData: 0 as number }) : dataNode.pickle<number>(`link${index}`),
);
const steps = links
  .slice(1)
  .map((output, index) =>
    task(`step${index + 1}`, { function: addOne, inputs: [links[index] ?? output], outputs: [output] }),
  );

const sales = dataNode.json("sales", { defaultData: 40 as number });
const rate = dataNode.pickle("rate", { defaultData: 2 as number });
const cleaned = dataNode.pickle<number>("cleaned");
const trained = dataNode.pickle<number>("trained");
const forecast = dataNode.json<number>("forecast");

const scenarios = [
  scenario("chain1", { tasks: steps.slice(0, 1) }),
  scenario("chain3", { tasks: steps.slice(0, 3) }),
  scenario("chain10", { tasks: steps }),
  scenario("usual", {
    tasks: [
      task("clean", { function: addOne, inputs: [sales], outputs: [cleaned] }),
      task("train", { function: add, inputs: [cleaned, rate], outputs: [trained] }),
      task("predict", { function: addOne, inputs: [trained], outputs: [forecast] }),
    ],
  }),
  scenario("values", { additionalDataNodes: [dataNode.json("document")] }),
];

/**
 * Chains of tasks that do nothing, a usual scenario (3 tasks, 5 data nodes), and a node for values of any size.
 * @param job settings beside those of the bench
 */
export const benchApp = (job: AppOptions["job"] = {}): App =>
  defineApp({ scenarios, job: { mode: "standalone", ...job } });
