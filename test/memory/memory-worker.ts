import { dataNode, defineApp, Scope, scenario } from "../../src/taipy-edge.ts";
import { createTaipy } from "../../src/worker.ts";

/** A data node of each storage type that the machine at hand can serve. */
const app = defineApp({
  scenarios: [
    scenario("targets", {
      tasks: [],
      additionalDataNodes: [
        dataNode.pickle("any", { scope: Scope.GLOBAL }),
        dataNode.inMemory("kept", { scope: Scope.GLOBAL }),
        dataNode.json("document", { scope: Scope.GLOBAL }),
        dataNode.csv("rows", { scope: Scope.GLOBAL }),
        dataNode.excel("book", { scope: Scope.GLOBAL }),
        dataNode.parquet("columns", { scope: Scope.GLOBAL }),
        dataNode.s3Object("object", { scope: Scope.GLOBAL, binding: "LARGE_PAYLOADS", awsS3ObjectKey: "object" }),
        dataNode.sqlTable("table", { scope: Scope.GLOBAL, dbEngine: "sqlite", binding: "DB", tableName: "measured" }),
      ],
    }),
  ],
  job: { mode: "development" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
