import { dataNode, defineApp, scenario, task } from "taipy-edge";
import { fails, failsLate, failsWithMany, failsWithReason } from "./work/fails.ts";

const input = dataNode.pickle("counted", { defaultData: [1, 2, 3] });
const failing = (id: string, run: (values: number[]) => unknown) => {
  const output = dataNode.pickle(`${id}_output`);
  return scenario(id, { tasks: [task(`${id}_task`, { function: run, inputs: [input], outputs: [output] })] });
};

/** A schema of the project's own library. */
const schema = { "~standard": { version: 1, vendor: "own", validate: (value: unknown) => ({ value }) } } as const;

/** Each scenario has one task, which fails in its own way. */
export const app = defineApp({
  dataNodes: [dataNode.json("limit", { schema })],
  scenarios: [
    failing("at_once", fails),
    failing("late", failsLate),
    failing("with_reason", failsWithReason),
    failing("with_many", failsWithMany),
  ],
});
