import { dataNode, defineApp, scenario } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

/** A node of each type whose value the service keeps. */
const app = defineApp({
  scenarios: [
    scenario("all", {
      tasks: [],
      additionalDataNodes: [
        dataNode.pickle("any"),
        dataNode.json("document"),
        dataNode.csv("table"),
        dataNode.parquet("columns"),
        dataNode.excel("book"),
      ],
    }),
  ],
  job: { mode: "development" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
