import { dataNode, defineApp, scenario, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

interface Row {
  readonly id: number;
  readonly city: string;
  readonly value: number;
}

const rows = dataNode.csv("rows", { type: valueType<Row[]>() });
const total = dataNode.pickle("total", { type: valueType<number>() });

function sum(table: Row[]): number {
  return table.reduce((result, { value }) => result + value, 0);
}

const years = dataNode.csv("years", { type: valueType<Record<string, unknown>[]>(), defaultPath: "data/years.csv" });
const doubled = dataNode.csv("doubled", { type: valueType<Record<string, unknown>[]>() });

function double(table: Record<string, unknown>[]): Record<string, unknown>[] {
  return table.map((row) => ({ ...row, "2019": 2 * Number(row["2019"]) }));
}

/** Written by a task, with a default file. */
const result = dataNode.json<number[]>("result", { defaultPath: "data/result.json" });
const count = task("count", { function: (): number[] => [2], inputs: [], outputs: [result] });

const app = defineApp({
  scenarios: [
    scenario("counting", { tasks: [count] }),
    scenario("report", { tasks: [task("sum", { function: sum, inputs: [rows], outputs: [total] })] }),
    scenario("sheet", { tasks: [task("double", { function: double, inputs: [years], outputs: [doubled] })] }),
    scenario("nodes", {
      tasks: [],
      additionalDataNodes: [
        dataNode.pickle("any"),
        dataNode.json("document"),
        dataNode.json("brief", { historyLimit: 2 }),
        dataNode.csv("seeded", { defaultPath: "data/seed.csv", sharedPath: true }),
        dataNode.csv("own", { defaultPath: "data/own.csv" }),
      ],
    }),
  ],
  files: {
    "data/seed.csv": "a,b\n1,2\n",
    "data/own.csv": "a,b\n1,2\n",
    "data/result.json": "[1]",
    "data/years.csv": "country,2019,2020\nFR,1,9007199254740993\nDE,3,\n",
  },
  job: { mode: "development" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
