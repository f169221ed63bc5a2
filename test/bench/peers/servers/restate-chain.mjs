// node restate-chain.mjs: a chain of three steps, for a Restate server to call.
import { createServer } from "node:http2";
import process from "node:process";
import { createEndpointHandler, service } from "@restatedev/restate-sdk";

const addOne = (context, value) => context.run("addOne", () => value + 1);

const chain = service({
  name: "chain",
  handlers: { run: async (context) => addOne(context, await addOne(context, await addOne(context, 0))) },
});

const server = createServer(createEndpointHandler({ services: [chain] }));
server.listen(0, "127.0.0.1", () => process.stdout.write(`ready http://127.0.0.1:${server.address().port}\n`));
process.once("disconnect", () => process.exit());
