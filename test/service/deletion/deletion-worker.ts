import { dataNode, defineApp, scenario, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

const text = valueType<string>();
const notes = dataNode.pickle("notes", { type: text });
const report = dataNode.json("report");
const table = dataNode.csv("table", { defaultPath: "data/table.csv" });
const settings = dataNode.pickle("settings", { scope: "GLOBAL", type: text });
const copy = dataNode.pickle("copy", { type: text });
const broken = dataNode.pickle("broken", { type: text });

function copyNotes(given: string, more: string): string {
  return given + more;
}

function breakDown(given: string): string {
  throw new Error(`cannot work with ${given}`);
}

const app = defineApp({
  scenarios: [
    scenario("case", {
      tasks: [
        task("copy_notes", { function: copyNotes, inputs: [notes, settings], outputs: [copy] }),
        task("break_down", { function: breakDown, inputs: [notes], outputs: [broken] }),
      ],
      additionalDataNodes: [report, table],
      frequency: "DAILY",
    }),
  ],
  job: { mode: "development" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
