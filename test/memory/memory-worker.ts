import { dataNode, defineApp, Scope, scenario } from "../../src/taipy-edge.ts";
import { createTaipy } from "../../src/worker.ts";

/** A data node of each storage type whose files are uploaded; its config has the name of the type. */
const app = defineApp({
  scenarios: [
    scenario("targets", {
      tasks: [],
      additionalDataNodes: [
        dataNode.pickle("pickle", { scope: Scope.GLOBAL }),
        dataNode.inMemory("in_memory", { scope: Scope.GLOBAL }),
        dataNode.json("json", { scope: Scope.GLOBAL }),
        dataNode.csv("csv", { scope: Scope.GLOBAL }),
        dataNode.excel("excel", { scope: Scope.GLOBAL }),
        dataNode.parquet("parquet", { scope: Scope.GLOBAL }),
      ],
    }),
  ],
  job: { mode: "development" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
