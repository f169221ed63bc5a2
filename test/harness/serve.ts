import { startService } from "./service.ts";

// node test/harness/serve.ts <entry> [port] [folder] [variables as JSON]: the service as a process of its own, so that a test can kill it.
const [entry = "src/index.ts", port = "0", persistTo, variables = "{}"] = process.argv.slice(2);
const service = await startService({ entry, port: Number(port), persistTo, variables: JSON.parse(variables) });
process.stdout.write(`ready ${service.url}\n`);
process.once("disconnect", () => void service.stop().finally(() => process.exit()));
