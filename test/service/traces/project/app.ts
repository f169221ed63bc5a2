import { dataNode, defineApp, scenario, task } from "taipy-edge";
import { fails, failsLate, failsWithMany, failsWithReason } from "./work/fails.ts";

const input = dataNode.pickle("counted", { defaultData: [1, 2, 3] });
const failing = (id: string, run: (values: number[]) => unknown) => {
  const output = dataNode.pickle(`${id}_output`);
  return scenario(id, { tasks: [task(`${id}_task`, { function: run, inputs: [input], outputs: [output] })] });
};

/** Each scenario has one task, which fails in its own way. */
export const app = defineApp({
  scenarios: [
    failing("at_once", fails),
    failing("late", failsLate),
    failing("with_reason", failsWithReason),
    failing("with_many", failsWithMany),
  ],
});
