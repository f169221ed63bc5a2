import { dataNode, defineApp, Scope, scenario } from "../../src/taipy-edge.ts";
import { createTaipy } from "../../src/worker.ts";

const app = defineApp({
  scenarios: [
    scenario("targets", {
      tasks: [],
      additionalDataNodes: [
        dataNode.pickle("any", { scope: Scope.GLOBAL }),
        dataNode.json("document", { scope: Scope.GLOBAL, defaultPath: "data/document.json" }),
        dataNode.csv("rows", { scope: Scope.GLOBAL }),
        dataNode.excel("book", { scope: Scope.GLOBAL }),
        dataNode.parquet("columns", { scope: Scope.GLOBAL }),
        dataNode.sqlTable("sales", { scope: Scope.GLOBAL, dbEngine: "sqlite", binding: "SHOP", tableName: "sales" }),
      ],
    }),
  ],
  job: { mode: "development" },
  auth: { identityProviders: [{ issuer: "ENV[ISSUER]", audience: "taipy", jwksUri: "ENV[ISSUER]" }] },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
