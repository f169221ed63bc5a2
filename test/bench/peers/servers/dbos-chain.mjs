// node dbos-chain.mjs <url of a PostgreSQL database>: answers POST with the result of a chain of three steps.
import { createServer } from "node:http";
import process from "node:process";
import { DBOS } from "@dbos-inc/dbos-sdk";

const addOne = (value) => DBOS.runStep(async () => value + 1, { name: "addOne" });

const chain = DBOS.registerWorkflow(async () => addOne(await addOne(await addOne(0))), { name: "chain" });

DBOS.setConfig({ name: "peers", systemDatabaseUrl: process.argv[2], logLevel: "error" });
await DBOS.launch();
const server = createServer(async (_request, response) => {
  try {
    response.setHeader("Content-Type", "application/json").end(String(await chain()));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`ready http://127.0.0.1:${server.address().port}\n`));
process.once("disconnect", () => process.exit());
